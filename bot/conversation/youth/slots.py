"""The closed lists that a sentence's slots hold: people of the case, days and times, minutes, reasons, places.

No slot takes a word that stands in no list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from bot.conversation.youth.plain import NOT_DONE, OF_THE_BOT, PHRASES
from bot.conversation.youth.talk import SAID_PHRASES
from bot.conversation.youth.wishes import Reason
from bot.rules import when
from bot.rules.profile import LEAD, YOUTH, Function


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


Phrase = tuple[str, ...]

#: More of what people call those who have a function, in every profile that knows it.
_CALLED: Mapping[str, str] = {
    "police": "polis|snuten|aina|poliserna|bängen|polisman|the cop|a cop|police officer|"
    "the police officer|police officers",
    "school": "skolan|plugget|lärarna|min mentor|rektor|teachers|the teacher|the principal|principal|skolsköterskan|"
    "kuratorn|skolkuratorn|my school",
    "social_services": "socialtjänsten|soc|socen|socialen|soctanten|handläggaren|handläggare|social services|"
    "the social service|my social worker|socialarbetaren|socialtjansten",
    "psychiatry": "bup|psykologen|my psychologist|terapeuten",
    "trainer": "tränaren|tränare|my coach|my trainer",
    "guardian": "mamma|pappa|morsan|farsan|mor|far|föräldrarna|föräldrar|päronen|my mother|my father|mother|father|"
    "my parents|parents|mama|my mama|baba|vårdnadshavarna",
    "relative": "brorsan|syrran|bror|syster|storasyster|storebror|lillebror|lillasyster|kusin|kusinen|my cousin|"
    "farmor|mormor|farfar|morfar",
    "network": "brorsan|syrran|bror|syster|lillebror|lillasyster|kusin|kusinen|my cousin",
}

#: Names of people that are words of another meaning, which a sentence may not be completed with.
_NO_NAMES = _words("liv love tor sol my stig sten björn ulf bo may hope joy will mark grace faith")

_MINE = ("min", "mitt", "mina", "den", "my", "the", "våran", "vår", "våra", "our")
_AND = ("och", "o", "oc", "eller", "and", "or", "&", "samt")

_COMPANIONS = """tolk|min psykolog|en kompis|min kompis|nån kompis|någon kompis|kompisar|en vän|min vän|en
polare|min polare|
mina polare|
en kamrat|min tjej|min kille|flickvän|min flickvän|min pojkvän|pojkvän|min sambo|min partner|min man|min fru|
min mamma|mamma|min pappa|pappa|morsan|farsan|mina föräldrar|min bror|min syster|min brorsa|min syrra|brorsan|
syrran|lillebror|lillasyster|storebror|storasyster|mormor|farmor|morfar|farfar|min mormor|min farmor|min moster|
min faster|min morbror|min farbror|min kusin|kusinen|en släkting|en stödperson|stödperson|en kontaktperson|
min kontaktperson|min tränare|tränaren|min coach|
min hund|hunden|vår hund|en tolk|min advokat|mitt ombud|ett ombud|min bebis|mina barn|min dotter|min son|
mina syskon|
a friend|my friend|friends|my girlfriend|my boyfriend|my mum|my mom|my dad|my parents|my brother|my sister|
my cousin|
my grandma|my grandmother|my aunt|my uncle|a support person|
my coach|my dog|my lawyer|a relative|my wife|my husband|my partner|my kids|my baby|my daughter|my son"""

_PLACES = """nån annanstans|någon annanstans|någonannanstans|nånannanstans|en annan plats|ett annat ställe|
nåt annat ställe|
något annat ställe|annat ställe|på stan|i stan|på ett fik|ett fik|på fik|fiket|på kafé|på ett kafé|på café|på
mcdonalds|
på donken|på max|på biblan|på biblioteket|biblioteket|i skolan|skolan|på skolan|ute|utomhus|hemma|hemma hos mig|
hemma hos oss|på nätet|online|digitalt|via teams|på teams|över teams|teams|via zoom|på zoom|zoom|via länk|
via video|
på video|via skype|på facetime|via facetime|på telefon|via telefon|över telefon|per telefon|via telefonen|
på discord|
på fritidsgården|fritidsgården|på gården|på jobbet|på mitt jobb|på träningen|på polisstationen|polisstationen|
på polishuset|på soc|på soc-kontoret|på socialkontoret|socialkontoret|på kommunen|i kommunhuset|på stadshuset|
på bup|på kontoret|på ert kontor|hos er|hos oss|samma ställe|nära mig|närmare mig|
en promenad|på en promenad|
somewhere else|another place|a different place|at a cafe|in a cafe|at school|the school|at the school|at home|
at my place|outside|online|on teams|on zoom|by phone|over the phone|on the phone|by video|on video|at the library|
the library|in town|at the police station|the police station|at the office|at your office|closer to me|at work"""

_REASONS: Mapping[Reason, str] = {
    Reason.TEST: "prov|ett prov|mitt prov|matteprov|nationella|nationellt prov|nationella prov|np|tenta|"
    "en tenta|omprov|"
    "ett omprov|matteprov|engelskaprov|läxförhör|redovisning|en redovisning|a test|an exam|exams|exam|test",
    Reason.TRAINING: "träning|träningen|träna|min träning|fotboll|fotbollen|fotbollsträning|gym|gymmet|gymma|"
    "boxning|"
    "simning|basket|hockey|innebandy|handboll|ridning|dans|idrott|training|practice|football|football practice|"
    "soccer practice|gym|boxing|repa|rep|fys|kör|orkester",
    Reason.MATCH: "match|en match|cup|en cup|matcher|turnering|en turnering|tävling|en tävling|a match|"
    "a game|match|game|"
    "a tournament",
    Reason.WORK: "jobb|jobbet|jobba|jobbar|jobbar då|extrajobb|mitt jobb|arbete|arbetar|arbeta|arbetet|pass|"
    "ett pass|"
    "kvällspass|arbetspass|praktik|praktiken|prao|apl|sommarjobb|work|working|a shift|to work|my shift|my job|"
    "an internship|job|anställningsintervju|arbetsintervju|jobbintervju|a job interview|möte på jobbet|jobbmöte",
    Reason.SCHOOL: "skola|skolan|plugget|plugg|plugga|pluggar|lektion|en lektion|lektioner|matte|idrotten|skoldag|"
    "studiebesök|studiedag|friluftsdag|utvecklingssamtal|school|class|a class|classes|to study|studying|lesson|"
    "lessons|college|sfi",
    Reason.HOMEWORK: "läxa|läxor|en läxa|plugga till prov|läxhjälp|en inlämning|inlämning|homework",
    Reason.DENTIST: "tandläkaren|tandläkare|tandläkartid|en tandläkartid|tandis|tandreglering|tandhygienist|"
    "the dentist|dentist|a dentist appointment|dentist appointment|the orthodontist",
    Reason.APPOINTMENT: "annat|nåt annat|något annat|en annan tid|ett annat möte|annat möte|"
    "andra planer|planer|inplanerat|annat inplanerat|något inplanerat|nåt inplanerat|något annat inplanerat|"
    "nåt annat inplanerat|annat för mig|frisör|frisören|klipptid|frissan|besiktning|verkstad|läkartid|en läkartid|"
    "läkarbesök|ett läkarbesök|optiker|optikern|bvc|vaccination|something else|other plans|plans|"
    "another appointment|an appointment|another meeting|a haircut",
    Reason.DRIVING: "körlektion|en körlektion|uppkörning|övningskörning|teoriprov|riskettan|halkbana|"
    "a driving lesson|driving lesson|my driving test",
    Reason.TRAVEL: "resa|en resa|bortrest|rest bort|utomlands|semester|på semester|på resa|på resande fot|"
    "klassresa|"
    "skolresa|en klassresa|läger|ett läger|träningsläger|skidresa|away|travelling|traveling|on holiday|abroad|"
    "on vacation|out of town|a trip|lov|sportlov|bortresta",
    Reason.PARTY: "kalas|ett kalas|födelsedag|en födelsedag|födelsedagskalas|fyller år|bröllop|ett bröllop|"
    "dop|ett dop|"
    "student|en student|examen|eid|jul|julavslutning|skolavslutning|avslutning|konfirmation|iftar|släktträff|"
    "a birthday|a party|a wedding|birthday|fest|en fest",
    Reason.BABYSITTING: "barnvakt|sitta barnvakt|passa min lillebror|passa lillebror|passa min lillasyster|"
    "passa lillasyster|passa mina syskon|passa syskon|passa syskonen|passa barn|passa barnen|hämta lillebror|"
    "hämta lillasyster|hämta syskon|hämta mina syskon|hämta barnen|hämta på dagis|hämta på förskolan|hämta på fritids|"
    "babysitting|to babysit|to pick up my brother|to pick up my sister|to pick up the kids|inget barnvakt|"
    "ingen barnvakt|vara barnvakt|va barnvakt|sitta barnvakt åt lillebror|passa syrrans unge|passa syrrans ungar|"
    "passa brorsans barn|passa syskonbarnen|passa småsyskonen|passa barnbarnen|passa hunden|vara barnvakt åt lillebror|"
    "hämta lillebror på dagis|hämta lillebror på fritids|hämta lillebror på förskolan|hämta lillasyster på dagis|"
    "hämta lillasyster på fritids|hämta lillasyster på förskolan|hämta syskonen på fritids|hämta barnen på fritids|"
    "hämta barnen på förskolan|hämta barnen på dagis|hämta syskonen|lämna lillebror på träningen|"
    "lämna lillasyster på träningen|"
    "föräldramöte|ett föräldramöte|hunden|gå ut med hunden",
    Reason.TRANSPORT: "ingen skjuts|inget busskort|ingen buss|ingen bil|inget bil|inga bussar|missat bussen|"
    "missade bussen|"
    "missat tåget|missade tåget|no ride|no bus|missed the bus|missed the train|no car|tågstrul|"
    "fast i trafiken|fast i trafik|i bilkö|bilkö|traffic|stuck in traffic|försenad buss|inställd buss|inställt tåg",
    Reason.FORGOT: "glömt|glömt bort det|glömde|glömde bort det|glömt tiden|forgot|forgotten",
    Reason.OVERSLEPT: "försovit mig|försov mig|försovit|overslept",
    Reason.BUSY: "upptagen|upptaget|fullt upp|mycket|mkt|stressigt|fullbokad|dubbelbokad|dubbelbokat|"
    "krockar|ont om tid|"
    "busy|a lot to do|double booked|fully booked|inte tid|ingen tid|mycket att göra|mkt att göra|no time|inte ledig|"
    "mycket i skolan|mkt i skolan|mycket på jobbet|mkt på jobbet|mycket på gång|för mycket att göra",
}

_LANGUAGES: Mapping[str, str] = {
    "sv": "svenska|swedish|lätt svenska|enkel svenska",
    "en": "engelska|english",
    "ar": "arabiska|arabisk|arabic",
    "so": "somaliska|somalisk|somali",
    "fa": "persiska|persisk|farsi|persian|dari",
    "ti": "tigrinja|tigrinska|tigrinya",
    "ku": "kurdiska|kurdisk|kurdish|sorani|kurmanji",
    "tr": "turkiska|turkisk|turkish",
    "pl": "polska|polsk|polish",
    "fi": "finska|finsk|finnish",
    "es": "spanska|spansk|spanish",
    "fr": "franska|fransk|french",
    "de": "tyska|tysk|german",
    "ru": "ryska|rysk|russian",
    "uk": "ukrainska|ukrainsk|ukrainian",
    "ro": "rumänska|rumänsk|romanian",
    "bs": "bosniska|bosnisk|bosnian",
    "sr": "serbiska|serbisk|serbian",
    "hr": "kroatiska|kroatisk|croatian",
    "sq": "albanska|albansk|albanian",
    "th": "thailändska|thailändsk|thai",
    "vi": "vietnamesiska|vietnamesisk|vietnamese",
    "zh": "kinesiska|kinesisk|chinese",
    "ps": "pashto|pashtu",
    "ur": "urdu",
    "am": "amhariska|amharic",
    "syr": "syriska|syrianska|assyriska|syriac",
}

#: Times that people name by what they do then, beside the days and hours of the calendar.
_TIMES = """på måndagar|på tisdagar|på onsdagar|på torsdagar|på fredagar|måndagar|tisdagar|onsdagar|torsdagar|
fredagar|
efter skolan|efter plugget|efter skoltid|efter jobbet|efter träningen|efter träning|efter lunch|
efter lunchen|
efter maten|efter middagen|efter helgen|efter lovet|efter jul|efter nyår|efter påsk|efter sommaren|efter provet|
efter praktiken|efter sista lektionen|efter rasten|
innan skolan|före skolan|innan lunch|före lunch|innan jobbet|innan träningen|innan plugget|innan helgen|
före helgen|
på rasten|på lunchen|på lunchrasten|på lunch|på håltimmen|på morgonen|på morron|på förmiddagen|på eftermiddagen|
på kvällen|på dagen|på em|på fm|på kvällstid|på dagtid|morgonen|förmiddagen|eftermiddagen|kvällen|förmiddag|
eftermiddag|kväll|kvällstid|tidigt på morgonen|sent på eftermiddagen|på helgen|i helgen|till helgen|nästa helg|
helgen|en helg|på vardagar|vardagar|på lovet|på sportlovet|på jullovet|på höstlovet|på påsklovet|
lite senare|senare|senare idag|senare i veckan|senare på dagen|senare på kvällen|senare samma dag|tidigare|
lite tidigare|
tidigare på dagen|tidigare i veckan|tidigare samma dag|en timme senare|en halvtimme senare|en timme tidigare|
en halvtimme tidigare|två timmar senare|en kvart senare|en dag senare|en vecka senare|dagen efter|dan efter|
dagen innan|
nästa gång|en annan dag|en annan gång|en annan tid|annan dag|annan gång|annan tid|nån annan dag|någon annan dag|
nån annan gång|någon annan gång|nån annan tid|någon annan tid|en annan vecka|en annan veckodag|andra dagar|
nån dag nästa vecka|någon dag nästa vecka|nästa vecka|nästa vecka istället|veckan efter|i veckan|denna vecka|
den här veckan|hela veckan|hela dagen|hela nästa vecka|samma tid|samma dag|samma tid nästa vecka|samma dag
nästa vecka|
i början av veckan|i slutet av veckan|i början av nästa vecka|i slutet av nästa vecka|mitten av nästa vecka|
i början på nästa vecka|i slutet på veckan|
förmiddagar|eftermiddagar|kvällar|morgnar|helger|på kvällar|på helger|på förmiddagar|på eftermiddagar|
den veckan|den helgen|hela helgen|hela lovet|under lovet|veckan därpå|den kvällen|sen kväll|
vilken dag som helst|när som helst|alla dagar|varje dag|nästa månad|i januari|den dagen|just den dagen|
just den tiden|
just då|då|den tiden|den dan|det datumet|mitt på dagen|vid lunch|vid lunchtid|lunch|ikväll|i kväll|imrn|imorn|
imrgn|
imån|imorgn|imorron|imoron|imorrn|imorgon bitti|i morron|i morn|imorn bitti|i dag|idag|ida|imorgon|i morgon|em|fm|
after school|after work|after training|after practice|after lunch|before school|before lunch|before work|
in the morning|in the afternoon|in the evening|the afternoon|the morning|the evening|mornings|afternoons|evenings|
at lunch|on the weekend|at the weekend|this weekend|next weekend|the weekend|later|later today|later this week|
earlier|a bit later|a bit earlier|a little later|an hour later|an hour earlier|half an hour later|another day|
another time|some other day|some other time|a different day|a different time|next time|next week|next month|
the week after|the day after|the day before|this week|all week|all day|the whole week|the whole day|any day|
anytime|
any time|same time|the same time|same time next week|that day|that time|then|tmrw|tmr|tmrrw|tomoz|2moro|
tomorow|tomorrow|
today|tonight|this morning|this afternoon|this evening|
i måndags|i tisdags|i onsdags|i torsdags|i fredags|i lördags|i söndags|igår|i går|i förrgår|förra veckan|
i helgen som var|
häromdagen|i morse|imorse|i veckan som var|förra månaden|nyss|yesterday|last week|last monday|last tuesday|
last wednesday|
last thursday|last friday|last month|the other day|i sommar|till sommaren|i höst|i vår|i vinter|till våren|
till hösten|
till jul|före jul|innan jul|över jul|i mellandagarna|efter nyår|nästa termin|till veckan|på måndag morgon|
på måndag eftermiddag|samma eftermiddag|på förmiddan|på eftermiddan|på eftisen|eftermiddan|förmiddan|på morronen|
på lördag|på söndag|lite tidigare på dagen|nån annan gång|nån annanstid|nån gång nästa vecka|
någon gång nästa vecka|någon dag|nån dag|nästnästa vecka|om två veckor|veckan därefter|dagen därpå|
direkt efter skolan|efter sista lektion|efter skoldagen|efter rast|före maten|innan maten|vid fyratiden|
vid tretiden|
vid femtiden|framåt kvällen|framåt eftermiddagen|mitt i veckan|någon eftermiddag|nån eftermiddag|en eftermiddag|
en förmiddag|en kväll|en morgon|next monday|next friday|on mondays|on fridays|on tuesdays|on weekdays|
right after school|during lunch|in the new year|after christmas|after new year|after the holidays|after the break|
some other week|sometime next week|early next week|late next week|first thing in the morning|around noon|
mid week"""

#: Everyday things that people ask about, and that only a human knows.
_THINGS = """fika|fikat|kaffe|saft|läsk|bullar|bulle|mat|maten|macka|mackor|pizza|frukt|godis|kakor|lunchen|
parkering|
parkeringen|parkeringsplats|p-plats|busskort|busskortet|bussbiljett|biljett|biljetten|bensinpengar|
reseersättning|resan|resekostnaden|taxi|skjuts|sl-kort|träningskläder|skor|uniform|jacka|jackan|mössa|
mössan|keps|laddare|laddaren|hörlurar|hörlurarna|paraply|vattenflaska|papper|papperet|pappret|papperen|
papprena|papprenna|pappren|blankett|blanketten|blanketter|samtycket|underskrift|leg|legitimation|id-kort|
id-handling|id|penna|dator|datorn|läsplatta|ipad|lösenord|lösenordet|lösen|inloggning|inloggningen|wifi|
wifit|internet|appen|element|element-appen|notiser|notiserna|ljudet|mikrofonen|mejlen|mejl|länken|skärmen|
uppdatering|uppdateringen|ingång|ingången|portkod|portkoden|dörrkod|koden|hiss|hissen|trappor|rullstol|
rullstolen|barnvagn|toalett|toan|entrén|receptionen|våningen|ledigt|frånvaro|frånvaron|intyg|intyget|schema|
schemat|praktik|praktiken|praktikplats|sommarjobb|sommarjobbet|extrajobb|gymkort|gymkortet|läxa|läxan|
läxorna|läxhjälp|läxhjälpen|cv|cv:t|cvt|ansökan|ansökningen|körkort|körkortet|körkortsteori|studiebidrag|
csn|skolkort|skolskjuts|studievägledaren|syv|betyg|betygen|kallelse|kallelsen|inbjudan|protokoll|
protokollet|anteckningar|anteckningarna|dagordning|dagordningen|planen|handlingsplanen|planeringen|
kalendern|insatsen|insats|bidrag|bidraget|fickpengar|presentkort|biokort|hund|hunden|kortet|stolar|bord|
rummet|lokalen|musik|spel|playstation|fotboll|bollar|turneringen|lägret|resor|utflykten|utflykt|bio|
biobiljett|ersättning|ersättningen|lön|lönen|timmar|arbetstider|arbetsgivaren|uppsatsen|inlämningen|
inlämning|prov|provet|syvaren|studievägledare|byta klass|skolbyte|bup-tid|allergi|allergisk|nötter|halal|
vegetariskt|vegan|fasta|bönen|böner|bönerum|nya adressen|ny adress|fotbollsskor|gymnasievalet|gymnasiet|
aktiviteten|praktikplatsen|praktikstället|arbetsplatsen|cv-mall|ansökningar|ansökningarna|mailen|mail|brev|
brevet|besked|beskedet|beslutet|beslut|protokollen|sammanfattning|sammanfattningen|dokument|dokumentet|
dokumenten|fullmakt|fullmakten|samtycken|samtyckesblankett|samtyckesblanketten|bankid|bank-id|leget|
passerkort|passerkortet|nyckelkort|biljetter|bussbiljetter|bussbiljetten|tågbiljett|tågbiljetten|
parkeringsplatser|cykelställ|cykelparkering|hissar|ramp|handikappingång|handikapparkering|vatten|smörgås|
smörgåsar|kex|glass|frukost|middag|lunch|fikabröd|bröd|dricka|energidryck|gymmet|gym|gymmedlemskap|träning|
träningen|fotbollen|boxningen|boxning|fritidskort|fritidskortet|fritidsbank|aktivitet|aktiviteter|
aktiviteterna|läger|studiebesök|studiebesöket|kurs|kursen|utbildning|utbildningen|körlektioner|
körlektionerna|körkortsgrejen|körkortsteorin|teoriboken|moppekort|moppekortet|am-kort|handledarkurs|
handledarkursen|sommarjobben|feriejobb|feriejobbet|helgjobb|anställning|arbetsintyg|referens|referenser|
anställningsbevis|skattekort|jämkning|mentor|studiehjälp|studiehjälpen|läxor|matten|engelskan|svenskan|
betyget|närvaro|närvaron|ledighet|sjukintyg|läkarintyg|lov|schemaändring|datorer|skoldatorn|surf|simkort|
mobilladdare|appar|uppdatera|lösenorden|koder|pin|pinkod|verifiering|inställningar|inställningarna|ljud|
kamera|kameran|mikrofon|hemsidan|hemsida|broschyr|broschyren|information|informationen|info|infon|infoblad|
telefontider|öppettider|öppettiderna|adresser|adressen|karta|kartan|vägbeskrivning|vägbeskrivningen|lokaler|
sal|salen|stol|stolarna|tavla|projektor|kopia|kopior|kostnad|kostnader|kostnaden|avgift|avgiften|arvode|
arvodet|bensin|milersättning|förlorad arbetsinkomst|inkomst|räkning|räkningen|kvitto|kvittot|kvitton|
tolktid|översättning|översättningen|barnvakt|barnpassning|förskola|fritids|försäkring|försäkringen|
kontaktperson|kontaktfamilj|stödperson|stödfamilj|läkartid|kallelser|inbjudningar|synpunkter|snus|rökruta|
reglerna|uppföljning|uppföljningen|plan|snacks|coffee|food|parking|parking space|bus card|bus pass|
bus ticket|ticket|train ticket|shoes|jacket|charger|headphones|paper|papers|paperwork|form|forms|the form|
password|sound|notifications|link|entrance|door code|elevator|lift|wheelchair|stroller|toilet|bathroom|
summer job|the summer job|internship|gym card|homework|resume|notes|agenda|bus|busses|train|tickets|
application|applications|reference|references|work certificate|doctors note|note|sick note|grades|
report card|absence note|exam|test|school form|consent form|consent|permission slip|signature|document|
documents|summary|minutes|decision|email|brochure|leaflet|website|app|camera|mic|microphone|update|settings|
code|login|driving lessons|driving license|license|theory book|course|training|activity|activities|trip|
camp|game|games|membership|gym membership|football shoes|clothes for work|reimbursement|compensation|
travel costs|costs|cost|fee|receipt|a ride|babysitter|childcare|interpreter|translation|translator|
contact person|support person|time off|break|rules|goals|goal|questions|invitations|water|tea|sandwiches|
halal food|vegetarian food|breakfast|dinner|snack|map|directions|chairs|project|homework help|tutor|
study help|part time job|weekend job|school bus|school lunch|locker|bank id|phone charger|invitation|letter|
id card|laptop|pen|schedule|certificate|absence|gas money|cookies"""

#: Where people are when they are away, beside their own town.
_TOWNS = """dalarna|skåne|småland|norrland|värmland|gotland|öland|åre|sälen|landet|stugan|sommarstugan|skövde|
falun|
borlänge|göteborg|gbg|stockholm|sthlm|malmö|uppsala|örebro|västerås|linköping|norrköping|jönköping|lund|
helsingborg|gävle|
sundsvall|umeå|karlstad|växjö|borås|trollhättan|mariestad|lidköping|falköping|tidaholm|hjo|tibro|karlsborg|
skara|nässjö|
huskvarna|eskilstuna|södertälje|halmstad|kalmar|kristianstad|karlskrona|östersund|luleå|danmark|norge|finland|
tyskland|
spanien|grekland|thailand|london|köpenhamn|oslo|liseberg|landskrona|varberg|uddevalla|vänersborg|motala|
mjölby|kumla|
töreboda|gothenburg|copenhagen|denmark|norway|germany|spain|england"""

#: Where people work.
_SHOPS = """ica|ica maxi|maxi|coop|willys|lidl|hemköp|netto|city gross|citygross|donken|mcdonalds|mcdonald's|
burger king|
subway|sibylla|pizzerian|restaurangen|caféet|fiket|kiosken|affären|butiken|lagret|hemtjänsten|sjukhuset|
äldreboendet|
förskolan|fritids|verkstan|bygget|fabriken|foodora|wolt|jobbet|posten|postnord|volvo|max|stadium|biltema|
rusta|jula|ikea|
elgiganten|hm|kassan|macken|st1|okq8|preem|circle k|stall|stallet|simhallen|badhuset|lekland|kommunen"""

_BETWEEN_TIMES = _words(
    """eller och typ runt ungefär kanske helst hellre or and around maybe preferably ca o men but också bara"""
)
_AT = _words("""vid kl klockan klocka runt efter före innan till från mellan typ ungefär at around after
before till until from by
    ca tidigast senast halv kvart""")
_QUARTERS = _words("kvart fem tio tjugo quarter half five ten twenty")
_OF_QUARTERS = _words("över i past to")
_HOURS = _words("""ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton
arton nitton tjugo one two
    three four five six seven eight nine ten eleven twelve""")
_MINUTES: Mapping[str, int] = {
    "en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "tio": 10,
    "elva": 11, "tolv": 12, "tretton": 13, "femton": 15, "tjugo": 20, "tjugofem": 25, "trettio": 30, "fyrtio": 40,
    "fyrtiofem": 45, "femtio": 50, "sextio": 60, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "fifteen": 15,
    "twenty": 20, "thirty": 30, "forty": 40,
}  # fmt: skip
_LENGTHS: Mapping[str, int] = {
    "en kvart": 15, "kvart": 15, "en halvtimme": 30, "halvtimme": 30, "en halv timme": 30, "halv timme": 30,
    "en timme": 60, "1 timme": 60, "1 h": 60, "en timma": 60, "två timmar": 120, "2 timmar": 120,
    "half an hour": 30, "an hour": 60, "1 hour": 60, "one hour": 60, "a quarter of an hour": 15, "tre kvart": 45,
    "en och en halv timme": 90, "halvtimma": 30, "en halvtimma": 30,
}  # fmt: skip
#: The most words a length is said with.
_MOST_OF_LENGTH = 5
_OF_MINUTES = _words("min minuter minutes minute mins minut m minutrar")


def _phrases(text: str) -> dict[Phrase, None]:
    return dict.fromkeys(tuple(each.split()) for each in " ".join(text.split()).split("|"))


_Table = Mapping[str, Sequence[tuple[Phrase, str]]]


def _by_first(phrases: Iterable[tuple[Phrase, str]]) -> _Table:
    found: dict[str, list[tuple[Phrase, str]]] = {}
    for phrase, value in phrases:
        if phrase:
            found.setdefault(phrase[0], []).append((phrase, value))
    return found


def _not_done() -> Iterator[Phrase]:
    """That something is not done yet, in either language."""
    for done in sorted(NOT_DONE):
        for before in (
            ("har", "inte"),
            ("inte",),
            ("hade", "inte"),
            ("has", "not"),
            ("have", "not"),
            ("not",),
        ):
            yield (*before, done)


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, _Table]:
    """The lists that are the same for everybody, by slot."""
    return {
        "companion": _by_first((phrase, "") for phrase in _phrases(_COMPANIONS)),
        "place": _by_first((phrase, "") for phrase in _phrases(_PLACES)),
        "reason": _by_first(
            (phrase, str(reason)) for reason, text in _REASONS.items() for phrase in _phrases(text)
        ),
        "language": _by_first(
            (phrase, code) for code, text in _LANGUAGES.items() for phrase in _phrases(text)
        ),
        "callers": _by_first((phrase, "") for phrase in _phrases(_FIRST_NAMES_OF)),
        "town": _by_first((phrase, "") for phrase in _phrases(_TOWNS)),
        "shop": _by_first((phrase, "") for phrase in _phrases(_SHOPS)),
        "thing": _by_first((phrase, " ".join(phrase)) for phrase in _phrases(_THINGS)),
        "of_the_bot": _by_first((phrase, "") for phrase in _phrases(OF_THE_BOT)),
        "phrase": _by_first((phrase, "") for phrase in (*_phrases(PHRASES), *_not_done())),
        "said_phrase": _by_first((phrase, "") for phrase in _phrases(SAID_PHRASES)),
        "called": _by_first((phrase, "") for phrase in _phrases(_FIRST_NAMES)),
        "time": _by_first((phrase, "") for phrase in _phrases(_TIMES)),
        "length": _by_first((tuple(length.split()), str(minutes)) for length, minutes in _LENGTHS.items()),
    }


#: The lists whose words are so many that no slip is forgiven in them.
_NEVER_FORGIVEN = ("thing", "called", "callers", "town", "shop", "phrase", "said_phrase", "of_the_bot")


@lru_cache(maxsize=1)
def words_of_lists() -> frozenset[str]:
    """Every word of the lists that are the same for everybody."""
    words = {
        word
        for name, table in _tables().items()
        if name not in _NEVER_FORGIVEN
        for terms in table.values()
        for phrase, _ in terms
        for word in phrase
    }
    return frozenset(
        words
        | {
            *_MINUTES,
            *_OF_MINUTES,
            *_HOURS,
            *_QUARTERS,
            *_OF_QUARTERS,
            *_AT,
            *_BETWEEN_TIMES,
            *_AND,
            *_CALENDAR,
        }
    )


#: The words of days and hours that :mod:`bot.rules.when` reads.
_CALENDAR = _words("""måndag tisdag onsdag torsdag fredag lördag söndag måndagen tisdagen onsdagen torsdagen
fredagen lördagen söndagen
    mån tis ons tors tor fre lör sön månd tisd onsd torsd fred på i den nu nästa kommande om en två tre
    veckor vecka veckan
    v dagar dag januari februari mars april maj juni juli augusti september oktober november december jan feb
    apr jun jul aug
    sep sept okt nov dec förmiddag eftermiddag kväll morgon bitti övermorgon morrn monday tuesday wednesday
    thursday friday
    saturday sunday mon tue tues wed thu thurs fri sat sun on the next in days weeks week of january february
    march june
    july october may pm am half past quarter to o'clock noon day after första andra tredje fjärde femte sjätte sjunde
    åttonde nionde tionde elfte tolfte trettonde fjortonde femtonde sextonde sjuttonde artonde nittonde
    tjugonde tjugoförsta
    tjugoandra tjugotredje tjugofjärde tjugofemte tjugosjätte tjugosjunde tjugoåttonde tjugonionde trettionde
    trettioförsta
    st nd rd th tiden an""")

_OF_DAYS = _CALENDAR - _words(
    "på i den nu en två tre om on the next in of may am to half past day after an st nd rd th v sat sun sex"
)


#: Names that people sign with: the commonest alone, for a name of another may be a word of something else.
_FIRST_NAMES = """anna|anneli|ann|annika|agneta|alexandra|alva|amanda|amina|amira|anders|andreas|anette|
anita|anton|
antonia|arvid|astrid|axel|ahmed|ali|abdi|abdullah|adam|ahmad|aisha|aleksandra|alice|alma|barbro|beatrice|
bengt|birgitta|
bosse|britt|camilla|carina|carl|carolina|caroline|cecilia|charlotte|christer|christian|christina|
christoffer|claes|
daniel|david|dennis|diana|ebba|edvin|elias|elin|elisabeth|ella|elsa|emil|emilia|emma|emelie|erik|ester|eva|
evelina|fadi|
fatima|fatma|felicia|felix|filip|filippa|frida|fredrik|gabriel|gustav|gunilla|göran|hamza|hanna|hannah|hans|
hassan|hawa|
helena|helen|henrik|hodan|hugo|hussein|håkan|ibrahim|ida|inger|ingrid|irene|isabella|isak|ismail|jakob|jan|
jasmine|jenny|alex|alexander|elias|noel|liam|theo|milo|melvin|isac|nova|ines|zeinab|amir|bilal|reza|mehdi|kim|sam|
charlie|mika|theodor|vincent|hampus|linus|albin|viggo|ludvig|casper|jesper|jennifer|saga|selma|stella|freja|agnes|
leia|tilda|nellie|thea|juni|amelia|karim|khalid|samir|ismael|yasin|fatuma|sumaya|hiba|noor|rania|zara|
jens|jessica|joakim|johan|johanna|johannes|john|jonas|jonathan|josefin|josefine|julia|jonna|kajsa|karin|
karl|katarina|
kenneth|kerstin|khadija|khadra|klara|kristina|lars|layla|leila|lena|leo|leif|lina|linda|linnea|lisa|lotta|
louise|lovisa|
lucas|lukas|ludvig|magnus|maja|malin|maria|marie|marcus|markus|maryam|martin|mats|mattias|matilda|mehmet|
michael|mikael|
moa|mohamed|mohammed|mona|monica|mustafa|nadia|natalie|nils|nina|noah|nora|olivia|olle|olof|omar|oscar|
oskar|osman|
patrik|per|peter|petra|pia|rasmus|rebecka|robert|robin|rolf|roger|said|samira|samuel|sandra|sanna|sara|
sarah|sebastian|
signe|simon|sofia|sofie|stefan|stina|susanne|susanna|sven|tess|therese|thomas|tobias|tommy|tove|ulla|ulrika|
vera|
veronica|viktor|victor|victoria|viktoria|wilma|william|yasmin|yusuf|yvonne|zahra|zainab|åke|åsa|östen"""

#: The same as whose something is: "Alex mamma", "Annas pappa".
_FIRST_NAMES_OF = "|".join(
    name if name[-1] in "sxz" else f"{name}s|{name}'s" for name in "".join(_FIRST_NAMES.split()).split("|")
)

#: The words of things that are asked about, and of names that are signed with.
THING_WORDS = NOT_DONE | frozenset(
    f"{_THINGS}|{_FIRST_NAMES}|{_FIRST_NAMES_OF}|{_TOWNS}|{_SHOPS}|{PHRASES}|{SAID_PHRASES}|{OF_THE_BOT}".replace(
        "|", " "
    ).split()
)


class People:
    """Who may be named: the functions of a profile as people call them, and people of the case by their names."""

    def __init__(self, functions: Sequence[Function], names: Sequence[tuple[str, str]]) -> None:
        self._private = {function.id for function in functions if function.private}
        known: list[tuple[Phrase, str]] = []
        for function in functions:
            if function.id in (YOUTH, LEAD):
                continue
            called = [*function.names, *_CALLED.get(function.id, "").split("|")]
            known += [(tuple(_split(name)), function.id) for name in called if name]
        named = [
            (tuple(phrase), function_id)
            for name, function_id in names
            for phrase in (_split(name), _split(name)[:1])
            if phrase and len(phrase[0]) > 1 and " ".join(phrase) not in _NO_NAMES
        ]
        known += named
        whose = [
            ((*phrase[:-1], f"{phrase[-1]}{end}"), each) for phrase, each in named for end in ("s", "'s")
        ]
        self._by_whose = _by_first(whose)
        self._by_first = _by_first(known)
        self._by_name = _by_first(named)
        self.words = frozenset({word for phrase, _ in known + whose for word in phrase} | {*_MINE, *_AND})

    def ends(self, words: Sequence[str], begin: int) -> Iterator[int]:
        """Where a list of people ends that begins at a word: ``min mamma``, ``mamma, pappa och polisen``."""
        waiting = [begin]
        seen: set[int] = set()
        while waiting:
            at = waiting.pop()
            for end, _ in self._one(words, at):
                if end in seen:
                    continue
                seen.add(end)
                yield end
                waiting.append(end)
                if end < len(words) and words[end] in _AND:
                    waiting.append(end + 1)

    def ends_of_name(self, words: Sequence[str], begin: int) -> Iterator[int]:
        """Where the name of somebody of the case ends."""
        return _ends_of(self._by_name, words, begin)

    def ends_of_whose(self, words: Sequence[str], begin: int) -> Iterator[int]:
        """Where the name ends of somebody of the case whose something is: "Evas"."""
        return _ends_of(self._by_whose, words, begin)

    def name(self, words: Sequence[str]) -> str:
        """A name as it is, where words may say whose something is."""
        said = " ".join(words)
        return said if len(words) in self.ends_of_name(words, 0) else said.removesuffix("s").removesuffix("'")

    def functions(self, words: Sequence[str]) -> frozenset[str]:
        """The functions of those whom words name."""
        found: set[str] = set()
        at = 0
        while at < len(words):
            end, function_id = max(self._one(words, at), default=(at + 1, ""))
            if function_id:
                found |= {each for stop, each in self._one(words, at) if stop == end}
            at = end
        return frozenset(found)

    def are_near(self, functions: Iterable[str]) -> bool:
        """Whether one of them is somebody private, such as a parent."""
        return any(each in self._private for each in functions)

    def _one(self, words: Sequence[str], at: int) -> Iterator[tuple[int, str]]:
        """Where one of the people ends who may be named from a word on, and their function."""
        for begin in (at, at + 1) if words[at : at + 1] and words[at] in _MINE else (at,):
            if begin >= len(words):
                continue
            for phrase, function_id in self._by_first.get(words[begin], ()):
                if tuple(words[begin : begin + len(phrase)]) == phrase:
                    yield begin + len(phrase), function_id


def called(words: Sequence[str]) -> str:
    """What somebody called people, without "my": ``mamma och pappa``."""
    return " ".join(word for word in words if word not in _MINE)


#: Words that are on many lists and yet make a cry where they follow each other: no clause is read by its words
#: then.
_NEAR_A_CRY = re.compile(
    r"\b(?:"
    r"(?<!jag )(?<!vi )(?:e|ä|är|var|va|is|are) (?:här|där|framme|vid|inne|ute|borta|here|there)"
    r"(?! (?:any|an?|some|going|somewhere|anywhere|anything|parking|free|two|more|pizza|food|fika|coffee|wifi|no) )"
    r"|är du där|(?:du|han|hon|de|dom|ni|vi) (?:e|är) där|har (?:mig|mej|oss)|(?:e|är) över"
    r"|(?:för|för att) sent|försent|tack för all(?:t|a)|länge till"
    r"|(?:kan|när) (?:ni|du|de|dom|nån|någon) (?:kommer|komma)|finns (?:jag|inte|ej)|inte finna?s"
    r"|finns (?:(?:nog|kanske|väl|ju|säkert|då) )+(?:jag|inte|ej)|jag finns"
    r"|(?:vill|ska|orkar) (?:inte|bort|ut)|ta mig|tar mig|jag var|bara jag|inte jag|hade mig|inte mer"
    r"|inte vara|med mig (?:hem|själv)|i will not be|i am not|can not be|get me|me out|help"
    r"|ringa? polisen|få mat|ingen mat|(?:de|dom|han|hon) har (?:min|mitt|mina|vår|våra)"
    r"|(?:de|dom|han|they|he) (?:vet|ser|såg|ringde|ringer|hämtar|bestämmer|frågade|frågar|väntar|står|skickade)"
    r"|(?:they|he) (?:know|knows|sees)"
    r"|vart? jag (?:är|bor|finns|sover)|where i (?:am|live|sleep)"
    r"|tack för (?:den|tiden|den här)|fått mat|inte mat|enkel biljett|enkelbiljett|one way|ny adress på"
    r"|(?:la|lade|lagt) ut|mitt bröllop|gifta|hjälp(?!(?:a|en)? (?:mig |oss |honom |till )*med)"
    r"|(?:de|dom|han|hon|they|he|she) (?:kommer|vill|ska|tar|säger|slår|will|took|want|wants)"
    r"(?! (?:gärna|fortsätta|byta|börja|söka|följa med|få|vara med|veta) )"
    r"|(?:kan|får|ska|can|should) (?!jag |vi |man |i |we )[^\W\d_]+ (?:få|ha|ta|have|get|take) (?:min|mitt|mina|my)"
    r"|too late|min sista|my last|vet (?:ni|du) (?:vem|varför)|(?:får|ge|ger|gav|give|gave) (?:bort|away)"
    # what is given away, held by another, or handed over
    r"|(?:kan|får|can|could) (?:få|ha|ta|have|get|take) (?:min|mitt|mina|my)"
    r"|(?:någon|nån|someone|somebody) (?:annan |else )?(?:har|has) (?:min|mitt|mina|my)|av (?:någon|nån|en kille)"
    r"|(?:hade|har|had|have|has) (?:hans|deras|his|their)"
    r"|(?:en|ny|fick|fått|an|got) adress(?:en)?|got an address"
    r"|jobb (?:till|ikväll|inatt|åt)|job tonight|lista på|list of"
    # what another does to them
    r"|(?:skriver|skickar|skrev|skickade) (?:meddelanden |sms |mejl |bilder )?till mig"
    r"|till mig på (?:kväll|natt|nätt)\w*"
    r"|sends? me (?:messages|pictures|texts)"
    r"|(?:mamma|pappa|morsan|farsan|brorsan|brodern|syrran|han|hon|de|dom)"
    r" (?:läser|kollar|tar|har tagit|läste|tog|sålde) (?:min|mitt|mina)"
    # where they are, what they lack, what they mean to do, and what is the last
    r"|(?:jag|i) (?:är|e|am) (?:ute|kvar|still|outside|ensam|själv|på bussen|på tåget)|(?:är|finns|am) jag inte"
    r"|(?:no|ingen|inget|utan|without) (?:lunch|mat|food|frukost|breakfast|middag|dinner)"
    r"|(?:tåget|train) (?:is coming|kommer (?:nu|snart)|går (?:nu|snart))"
    r"|(?:ska|tänker|vill) göra det|göra? det (?:på lektionen|i skolan)|(?:ni|du|alla|you|they) (?:får|ska|will) see?"
    r"|får se (?:i skolan|imorgon|på lektionen|på måndag)|(?:fått|had) (?:nog|enough)"
    r"|byta (?:namn|efternamn|ort|stad|land)"
    r"|(?:dåligt?|sämst|bad|worst) (?:på|at) (?:allt|everything|all)"
    r"|(?:för|for) (?:mig|me) (?:nu|now|längre|anymore)"
    r"|(?:sista|last) \w+ (?:för mig|for me|of school)"
    r"|(?:han|hon|he|she) (?:är|e|is) (?:hemma|home|at home)"
    r"|sitter fast|vem kan jag ringa|prata med (?:nån|någon)|kan inte mer|before they"
    r")\b"
)


def is_near_a_cry(words: Sequence[str]) -> bool:
    """Whether words that many lists have make a cry as they follow each other."""
    return _NEAR_A_CRY.search(" ".join(words)) is not None


#: Where a clause of a name ends that begins at a word.
Clauses = Callable[["Spans", str, int], Iterable[int]]
#: The names of the clauses that a message may have.
Topics = Callable[["Spans"], frozenset[str]]


class Spans:
    """Where the terms of each list stand in the words of one message."""

    def __init__(self, words: Sequence[str], people: People, clauses: Clauses, topics: Topics) -> None:
        self.words = self._words = words
        self.said = frozenset(words)
        self.is_near_a_cry = is_near_a_cry(words)
        self._clauses = clauses
        self._found_topics = topics
        self._people = people
        self._known: dict[tuple[str, int], tuple[int, ...]] = {}

    def ends(self, slot: str, begin: int) -> tuple[int, ...]:
        """Where the terms end that fill a slot from a word on."""
        key = (slot, begin)
        if key not in self._known:
            self._known[key] = tuple(dict.fromkeys(self._found(slot, begin)))
        return self._known[key]

    def value(self, slot: str, begin: int, end: int) -> str:
        """What the words that fill a slot stand for."""
        words = tuple(self._words[begin:end])
        if slot == "minutes":
            return str(_minutes(words))
        return next(value for phrase, value in _tables()[slot][words[0]] if phrase == words)

    def _found(self, slot: str, begin: int) -> Iterator[int]:
        if begin >= len(self._words):
            return
        word = self._words[begin]
        match slot:
            case "who":
                yield from self._people.ends(self._words, begin)
            case "name":
                yield from self._people.ends_of_name(self._words, begin)
            case "whose":
                yield from self._people.ends_of_whose(self._words, begin)
            case "when":
                yield from self._times(begin)
            case "hour" if word != "sex" and _is_hour(word):
                yield begin + 1
            case "number" if word.isdigit():
                yield begin + 1
            case "minutes":
                last = min(begin + _MOST_OF_LENGTH, len(self._words))
                yield from (
                    end for end in range(begin + 1, last + 1) if _minutes(self._words[begin:end]) is not None
                )
            case "hour" | "number":
                return
            case _ if slot in _tables():
                yield from self._listed(slot, begin)
            case _ if slot in self._topics:
                yield from self._clauses(self, slot, begin)

    @cached_property
    def _topics(self) -> frozenset[str]:
        return self._found_topics(self)

    def _listed(self, slot: str, begin: int) -> Iterator[int]:
        return _ends_of(_tables()[slot], self._words, begin)

    def _times(self, begin: int) -> Iterator[int]:
        """Where words about a time end: one or several, with "eller" and the like between them."""
        waiting = [begin]
        seen: set[int] = set()
        while waiting:
            at = waiting.pop()
            if at >= len(self._words):
                continue
            for end in (*self._listed("time", at), *self._hours(at), *self._days.get(at, ())):
                if end in seen:
                    continue
                seen.add(end)
                yield end
                while end < len(self._words):
                    waiting.append(end)
                    if self._words[end] not in _BETWEEN_TIMES:
                        break
                    end += 1
                    if end < len(self._words) and _is_hour(self._words[end]):  # "kl 15 eller 16"
                        waiting.append(end + 1)
                        yield end + 1

    def _hours(self, at: int) -> Iterator[int]:
        """An hour behind "vid" and the like, of digits or in a word."""
        yield from self._past_hour(at)
        if self._words[at] not in _AT:
            return
        end = at + 1
        while end < len(self._words) and self._words[end] in _AT:
            end += 1
        if end < len(self._words) and _is_hour(self._words[end]):
            yield end + 1
            behind = self._words[end + 1 : end + 2]
            if behind and behind[0] in ("tiden", "an", "pm", "am"):
                yield end + 2
            if (
                behind
                and behind[0] in ("och", "and", "till", "to")
                and _is_hour("".join(self._words[end + 2 : end + 3]))
            ):
                yield end + 3

    def _past_hour(self, at: int) -> Iterator[int]:
        """Where "kvart över två", "fem i halv fyra" or "quarter past three" ends."""
        minutes, link, *rest = (*self._words[at : at + 4], "", "")
        if link not in _OF_QUARTERS or not (minutes in _QUARTERS or minutes.isdigit()):
            return
        end = at + 2
        if rest and rest[0] == "halv":
            end += 1
        if end < len(self._words) and self._words[end] != "sex" and _is_hour(self._words[end]):
            yield end + 1

    @cached_property
    def _days(self) -> Mapping[int, Sequence[int]]:
        """Where the days and hours of the calendar end, by where they begin."""
        if not any(word in _OF_DAYS or word[0].isdigit() for word in self._words):
            return {}  # reading them takes longer than all else
        return when.plain_days_in(self._words)


def _ends_of(table: _Table, words: Sequence[str], begin: int) -> Iterator[int]:
    """Where the phrases of a table end that begin at a word."""
    for phrase, _ in table.get(words[begin], ()):
        if tuple(words[begin : begin + len(phrase)]) == phrase:
            yield begin + len(phrase)


def _is_hour(word: str) -> bool:
    if word in _HOURS:
        return True
    match = re.fullmatch(r"(\d{1,2})(?:[.:]\d\d)?", word)
    return match is not None and int(match[1]) <= 24


def _minutes(words: Sequence[str]) -> int | None:
    """How many minutes words say; None when they say no such length."""
    length = _LENGTHS.get(" ".join(words))
    if length is not None:
        return length
    if len(words) == 2 and words[1] in _OF_MINUTES:
        return _count(words[0])
    if len(words) == 4 and words[3] in _OF_MINUTES and (words[1] in ("till", "eller", "to", "or")):
        return _count(words[2])
    return None


def _count(word: str) -> int | None:
    if word.isascii() and word.isdigit() and 0 < int(word) <= 240:
        return int(word)
    return _MINUTES.get(word)


def _split(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+", name.casefold())
