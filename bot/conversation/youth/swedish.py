"""How youths and guardians say in Swedish what is plainly ordinary.

A sentence that could also be a cry for help does not belong here, however often it is meant otherwise. How a
    template
is written says :mod:`bot.conversation.youth.graph`; ``är`` also stands for ``e``, ``någon`` for ``nån``, and so
    on
(``SPELLINGS``).
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.youth.wishes import Asked, Intent


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Parts that several sentences share.
NAMED: Mapping[str, str] = {
    "mtg": """[det|detta|det här|vårt|mitt|våran|min|vår|den|den här] [nästa|första|nya|kommande|planerade]
        (mötet|möte|träffen|träff|uppföljningen|uppföljning|uppföljningsmötet|uppföljningsmöte|sig-mötet|sig
            mötet|sipmötet|
        sip-mötet|nätverksmötet|nätverksmöte|samordningsmötet|avstämningen|avstämning|sammanträdet|sig-möte|
            sigmöte|
        besöket|tiden hos er|genomgången)""",
    "at_mtg": "(på|till|vid|i|under) <mtg>",
    "nar": """(när|vilken dag|vilken tid|vilken veckodag|hur dags|vilket datum|vilken dag och tid|vilken tid och
        dag|
        vilka dagar|vilken vecka|när exakt|vilka tider|när och vilken tid|vilken dag och vilken tid|vilken dag
            och när|
        vad för tid|när hur dags|vilket klockslag|vilken tidpunkt|va för tid|vilken timme|när någon gång)""",
    "var": """(var|var någonstans|vilken plats|vilket ställe|vilken adress|vilken lokal|vilket rum|i vilken
        lokal|i vilket rum|
        på vilken plats|på vilket ställe|på vilken adress|var exakt)""",
    "vi": "(vi|jag|ni|man|min son|min dotter|vårt barn|mitt barn|sonen|dottern|grabben)",
    "tail": "[då|nu|igen|nu igen|nu då|egentligen|ens|exakt|sa ni|sa du|var det|undrar jag|ungefär|nästa gång]",
    "ses": """(ses|träffas|höras|mötas|ses nästa gång|träffas nästa gång|ha <mtg>|ha nästa möte|ha ett möte|
        ses igen|träffas igen|ses nästa)""",
    "kan_du": """(kan|kunde|skulle|vill) (du|ni|någon|nån|samordnaren|min samordnare) [kunna] [bara|möjligtvis|
        vara snäll och|vara snälla och|vara vänlig och|eventuellt|kanske]""",
    "jag_vill": """(jag|vi) (vill|skulle vilja|skulle gärna vilja|vill gärna|hade velat|önskar|behöver)""",
    "detta": """(det här|detta|det jag skriver|det man skriver|vad jag skriver|vad man skriver|det vi skriver|
        vad vi skriver|mina meddelanden|meddelandena|det|chatten|den här chatten|den här sidan|min chatt|våra
        meddelanden|allt jag skriver|allt|det som står här|vad som står här|mina svar|det jag skrivit|vad jag
        skrivit|det jag skriver här|vad jag skriver här|det man skriver här|vad man skriver här|sidan|det jag
        säger här|det som skrivs här|den här konversationen)""",
    "grupp": """(gruppen|grupp|sig|sig-gruppen|sig gruppen|insatsen|sociala insatsgruppen|den här gruppen|den
        sociala insatsgruppen|insatsgruppen|programmet)""",
    "ur": "(i|från|ur|av|med) (<grupp>|chatten|rummet|gruppchatten|den här chatten|det här rummet)",
    "vill_inte": "(jag|vi) (vill|vill verkligen|skulle helst|vill helst|önskar) inte [längre] [att]",
    "anyone": "(han|hon|de|den personen|han där|hon där|de där|de andra|dem|henne|honom)",
    "kalender_fil": "(en kalenderfil|kalenderfilen|en fil till kalendern|en ics|en ics fil|tiden som kalenderfil)",
    "i_kalendern": "(i|till|in i) [min|mobilens|telefonens|mobil] (kalendern|kalender|mobilkalendern|mobilkalender)",
    "tiden_i": "(det|den|tiden|tiderna|mötestiden|mötestiderna|<mtg>|mötena|möten)",
    "know": """(veta|se|läsa|höra|få veta|få se|få läsa|få höra|få reda på|vet|ser|läser|hör|får veta|får se|får
        läsa|får höra|får reda på|kunna se|kunna läsa|kan se|kan läsa)""",
    "it": """[något|nåt|någonting|allt|det|det här|detta|mer|om det|om det här|om mig|saker|något om mig|något
        mer|allt om mig|något om det här|vad jag skriver|det jag skriver|något alls|om detta|vad som sägs|vad vi
        pratar om]""",
    "long": "[längre|mer|mera|nu|alls|om mig|i det här|i detta|<ur>|framöver|i fortsättningen|mera nu]",
    "take_part": """(vara med|delta|få vara med|ha något med det att göra|ha något med det här att göra|finnas
        med|ingå)""",
    "somebody": "(någon|någon annan|nån annan|någon person|en person)",
    "remind_me": """(påminn mig|påminn oss|påminn|kan du påminna mig|kan ni påminna mig|skulle du kunna påminna mig|vill
        du påminna mig|<kan_du> påminna mig|<kan_du> skicka [mig] [en] påminnelse|skicka [mig] [en] påminnelse)""",
    "eve": "(kvällen innan|dagen innan|kvällen före|dagen före|en dag innan|på kvällen innan|kvällen innan mötet)",
    "morn": "(på morgonen|samma morgon|på morgonen samma dag|samma dag|samma dag på morgonen|morgonen innan)",
    "family": """(mamma|pappa|min mamma|min pappa|morsan|farsan|mina föräldrar|min chef|min fru|min man|min
        tränare|min sambo|min kollega|min bror|min syster)""",
    "because": """[då|men|ty|tyvärr] [för|eftersom|för att|pga|på grund av|därför att|därför|av] [att] [jag|vi|
        han|hon|min son|min dotter] [ju|redan|typ|då]
        [har|är|ska|ska på|ska till|måste|måste till|måste på|är på|var|blev|blir|ska iväg på|behöver|har en|har
            ett|har lite|är på väg till|ska ha|har varit] [på|till|då] {reason} [då|{when}|den tiden|den dagen|
            samma tid|precis då|tyvärr|med laget|med skolan|i skolan|på jobbet|till ett annat möte]""",
    "ill": """(sjuk|sjuka|förkyld|förkylda|feber|magsjuk|magsjuka|magsjukan|influensa|influensan|hemma sjuk|
        sjukanmäld|halsont|ont i halsen|hosta|covid|corona|snuvig|snorig|snuva|migrän|krasslig|halsfluss|feber
        och hosta|lite sjuk|lite förkyld|jättesjuk|jätteförkyld|hög feber|lite feber|sjuk hemma|sjuk med feber|
        förkyld och har feber|förkyld och feber|influensasjuk|öroninflammation|vattkoppor|hemma med feber|hemma
        med sjukt barn|sjuk igen|sjuk fortfarande|huvudvärk|spysjuka)""",
    "ill_so": """[och|så|därför|tyvärr|men] (jag kan inte komma|kan inte komma|jag kommer inte|kommer inte|kan
        inte|jag kan inte|jag kan inte komma {when}|kan inte komma {when}|kan inte {when}|jag kommer inte
        {when}|jag kommer inte på <mtg>|
        jag kan inte komma på <mtg>|kan inte komma på <mtg>|vi kan inte komma|vi kan inte komma {when}|kan inte
            vara med|jag kan inte vara med|stannar hemma|jag stannar hemma|han kan inte komma|hon kan inte
            komma|han kommer inte|hon kommer inte|måste avboka|jag måste avboka|behöver avboka|jag behöver
            avboka|
        kan inte idag|kan vi ta det {when}|kan vi boka om|kan vi flytta det|kan vi flytta mötet|jag behöver boka
            om|det går inte|det blir inget)""",
    "late_tail": """[tyvärr|nog|till <mtg>|till mötet|idag|{when}|ungefär|bara|tror jag|på <mtg>|till mötet
        {when}] [för|eftersom|då|pga|för att] [<vehicle> (är|var|blev) (sen|sent|försenad|försenat|inställd)|jag
        missade (bussen|tåget)|missade (bussen|tåget)|
        (bussen|tåget) kom inte|det är kö|det är mycket trafik|det är stopp i trafiken|jag fick vänta på bussen|
            jag försov mig|försov mig|jag slutar sent|skolan slutar sent|jag slutar {when}|träningen drog ut|
            lektionen drog ut|jag glömde tiden|jag har {reason}|{reason}]""",
    "late_tail_must": """(till <mtg>|till mötet|idag|{when}|tyvärr|för <vehicle> (är|var|blev) (sen|försenad)|
        för bussen är sen|förrän {when}|före {when})""",
    "vehicle": """[min|mitt] (bussen|tåget|buss|tåg|tunnelbanan|spårvagnen|pendeltåget|pendeln|flyget|båten|
        färjan|t-banan|tuben|skjutsen)""",
    "remind": "(påminnelser|påminnelse|sms|notiser|meddelanden om möten|påminnelser om möten)",
}

#: Sentences, by what they say. What is said only in answer to a question stands in ``ANSWERS``.
SENTENCES: Mapping[Intent, str] = {
    Intent.CALENDAR: """
        [min|till] (kalender|kalendern|kalenderfil|kalenderfilen)
        <kalender_fil> [tack]
        (kan|får|skulle) (jag|vi|man) [kunna] (få|få in|ha) <tiden_i> <i_kalendern>
        (kan|får|skulle) (jag|vi|man) [kunna] (få|ha) <kalender_fil> [med tiden|med tiderna|för <mtg>]
        (kan|får) (jag|vi|man) (lägga|sätta|spara) [in] <tiden_i> <i_kalendern>
        <kan_du> (lägga|sätta|skicka|spara) [in] <tiden_i> <i_kalendern>
        <kan_du> (skicka|ge) [mig] <kalender_fil>
        (lägg|sätt|skicka|spara) [in] <tiden_i> <i_kalendern>
        <jag_vill> [gärna] (ha|få|få in|lägga in|lägga) <tiden_i> <i_kalendern>
        (hur) (får|lägger|sparar|sätter) (jag|man|vi) [in] <tiden_i> <i_kalendern>
        (går|gick) det att (få|få in|ha|lägga|lägga in|spara) <tiden_i> <i_kalendern>
        (finns|har ni|har du) [det] <kalender_fil>
    """,
    Intent.WHEN: """
        <nar> är (<mtg>|det|det <mtg>|det vi ses|det vi ska ses|det som|nästa|nästa gång|nästa tid|min tid|min
            nästa tid) [{when}] <tail>
        <nar> är det [{when}] (vi ska ses|vi ses|jag ska komma|vi ska träffas|vi har <mtg>|jag har <mtg>|jag ska
            vara där|som gäller|
            som mötet är|det är möte|det är dags|<mtg> börjar|<mtg>)
        <nar> (ska|skulle|kommer|kan|bör) (vi|jag|man) <ses> [{when}] <tail>
        <nar> (ses|träffas|hörs|möts) (vi|ni) [{when}|nästa gång] <tail>
        <nar> (börjar|startar|börja) (<mtg>|det|vi|mötet) [{when}] <tail>
        <nar> (var:|blir|blev|gäller) (det|<mtg>|det nu|mötet|nästa|nästa möte|nästa gång|det vi skulle ses|vi
            skulle ses) [{when}] <tail>
        <nar> (har|hade|får) (jag|vi|ni) [min|mitt|vår|en|ett|nästa] (<mtg>|tid|min tid|nästa tid|tid hos er|tid
            inbokad) [{when}] <tail>
        <nar> (ska|skulle|bör) <vi> (komma|vara där|vara på plats|dit|infinna oss|infinna mig|vara på <mtg>|vara
            hos er|på möte|
            på <mtg>|på plats|komma dit|komma till <mtg>|komma på <mtg>) [{when}] <tail>
        <nar> måste <vi> (vara där|vara på plats|vara på <mtg>|komma till <mtg>|komma på <mtg>) [{when}]
        <nar> <mtg> [{when}] (är|börjar|var:|blir) [{when}] <tail>
        om <mtg> [{when}] (är|blir) (kvar|av|inställt|flyttat|fortfarande kvar|avbokat) [{when}]
        om (vi|jag) [fortfarande] (ska ses|ses|har möte|ska träffas|ska på möte) [{when}] [fortfarande]
        (när|vilken tid) (det|<mtg>) är {when}
        <nar> (vi|jag|man) (ska|skulle) (ses|träffas|komma|vara där|vara på <mtg>|dit|vara på plats|höras|ha
            <mtg>) [{when}] <tail>
        <nar> det (är|börjar|var:|blir) <tail>
        <nar> som gäller
        <nar> vi ses <tail>
        (vad|va) (är|var:) (det [för]) (tid|dag|tiden|datum|datumet|klockslag) [som gäller|på <mtg>|för <mtg>|vi
            sa|vi ses|vi ska ses|imorgon|på mötet] <tail>
        (vad|va) (är|var:) (tiden|datumet|dagen|starttiden|mötestiden) [som gäller|på <mtg>|för <mtg>|{when}|nu]
            <tail>
        vad har vi (bestämt|sagt) för (tid|dag)
        vad (blev|blir) det för (tid|dag) [på <mtg>]
        vilken (tid|dag) (var: det|gäller|gällde|sa ni|sa du|sa vi|bestämde vi|är bestämd|passar er) [nu|igen|
            då|{when}]
        vilken (tid|dag) (ska|skulle) (jag|vi) (vara där|komma|ses|dit|vara på plats) [{when}] <tail>
        är (det|<mtg>|mötet|det möte|det ett möte|det något möte|träffen) [redan|fortfarande|bara] {when} <tail>
        är (det|<mtg>) [inte] {when} (vi ska ses|vi ses|vi har <mtg>|jag ska komma|<mtg> är|mötet är|som gäller)
        (var:|va|visst|är) (det|<mtg>) [inte] {when} [vi ska ses|vi ses|vi skulle ses|mötet var:]
        (det|mötet|<mtg>) (är|var:|börjar) [väl|ju|alltså] {when} (va|eller|eller hur|visst|väl|eller inte|
            stämmer det|rätt)
        visst (är|var:) (det|<mtg>|mötet) {when}
        börjar (det|<mtg>|mötet|vi) {when} [eller {when}]
        har (jag|vi) [något|nåt|ett|någon|nån|en|några] (möte|tid|träff|möten|<mtg>|tid inbokad|möte inbokat|
            tider) [{when}|snart|inbokat|inbokad|inbokade] [hos er|med er]
        har (jag|vi) (något|nåt) [inbokat|planerat|bokat|inplanerat] [{when}]
        (ska|skulle) (vi|jag) (ses|träffas|på möte|ha möte|på <mtg>|komma|dit) {when} <tail>
        ses vi {when} <tail>
        ses vi [inte] {when} [då|eller]
        blir det (något|nåt|ett|av|möte|något möte|ett möte) [möte|mötet|träff] [{when}] <tail>
        blir (mötet|<mtg>) av [{when}]
        är (mötet|<mtg>) [{when}] (inställt|kvar|flyttat|framflyttat|fortfarande|fortfarande kvar|bokat|bestämt|
            avbokat|uppskjutet|ändrat|samma tid|av) [{when}]
        (har|är) (mötet|tiden|<mtg>) (ändrats|flyttats|blivit flyttat|blivit inställt|ställts in|blivit av|bytt
            tid)
        (har|är) (ni|det) (bestämt|bestämd|bokat|bokad|satt) [en|någon|nån|ett] [ny|nytt] (tid|dag|datum|möte|
            nästa möte|nästa tid) [än|ännu]
        finns det [någon|nån|en] [ny|bestämd] (tid|dag|nästa tid) [än|för <mtg>|ännu]
        (gäller|stämmer) (tiden|mötet|det|<mtg>|den tiden|dagen) [fortfarande|ännu] [{when}]
        (stämmer|gäller) det [fortfarande] (att|om) (mötet|<mtg>|det|vi) (är|ses|ska ses|träffas|börjar) {when}
        <kan_du> (säga|skriva|skicka|kolla|berätta|påminna mig om|skicka mig|tala om|kolla upp|meddela) [mig|
            oss|för mig|för oss] [igen]
            (<nar> (<mtg>|det|mötet) är|<nar> vi (ses|ska ses)|tiden|tiderna|tiden för <mtg>|tiden igen|
                mötestiden|datumet|tid och dag|dag och tid|
            <nar> är <mtg>|<nar> nästa <mtg> är|när <mtg> börjar) [igen|nu|tack]
        (jag|vi) (har glömt|glömde|glömt|minns inte|minns ej|kommer inte ihåg|hittar inte|missade|har tappat
            bort|har missat|kom inte ihåg) [helt|bort|av]
            (<nar> (<mtg>|det|mötet) (är|var:|börjar)|<nar> vi (ses|ska ses|skulle ses) [{when}]|tiden|
                mötestiden|vilken tid|vilken dag|<nar> det var:|<nar>|
            <nar> (är|var:) (<mtg>|det)|<nar> jag ska (komma|vara där)|datumet|vilken dag och tid|tiden för
                <mtg>|tiden på <mtg>) <tail>
        (glömt|glömde|minns inte|kommer inte ihåg) (<nar> (<mtg>|det|mötet) (är|var:)|tiden|vilken tid|vilken
            dag|<nar> det var:|<nar> (är|var:) <mtg>) <tail>
        [jag] vet inte (<nar> (<mtg>|mötet) (är|börjar)|<nar> vi (ses|ska ses)|<nar> nästa möte är)
        <jag_vill> (veta|ha|få) (<nar> (<mtg>|mötet|det) är|tiden|tiden för <mtg>|mötestiden)
        (tid|tiden|dag|datum) (på|för|till) <mtg>
        hur (långt|länge) är det (kvar till|till|innan) <mtg>
        hur (många dagar|lång tid) är det (till|kvar till) <mtg>
        <nar> (kan|ska) (jag|vi) (träffa|prata med) (samordnaren|min samordnare|er) [nästa gång]
        (är|va|var:) <mtg> {when} eller {when}
        <mtg> [är] <nar>
        <mtg> {when} <nar>
        möte {when}
        (<nar>) (och|o) <var> (är|ska|ses) (<mtg>|det|mötet|vi|vi ses) [ses|vara] [{when}]
        <nar> (är|börjar) (<mtg>|det|mötet) och <nar> (slutar|är) (<mtg>|det|mötet) [slut]
        hur ofta (ses vi|ska vi ses|är mötena|är det möte|är det möten|har vi möte|har vi möten|träffas vi|är
            mötet)
        (om|ifall) det (är|blir) [något|nåt|ett] (möte|träff|av) [{when}]
        om (mötet|<mtg>|det) (är|blir|gäller) (av|kvar|inställt|samma tid|flyttat|som planerat) [{when}]
        <nar> är (nästa gång|det) (vi|jag) (ska|skulle) (träffas|ses|mötas|komma) <tail>
        [visst|väl|jag ska väl|vi ska väl|ska jag väl|skulle jag] (ska|skulle) (jag|vi) (komma|ses|vara där|
            träffas) {when} [va|eller|visst|väl|stämmer det|eller hur]
        (jag|vi) ska [väl|ju] (komma|ses|vara där|träffas) {when} (va|eller|visst|väl|stämmer det|eller hur|
            rätt)
        är det samma (tid|dag|tid och plats|tider|veckodag) [som|i] (förra gången|sist|vanligt|förra veckan|
            vanligt|alltid|senast)
        är det samma (tid|dag|tid och plats) [{when}|då|som vi sa]
        <kan_du> (bekräfta|dubbelkolla|kontrollera) (tiden|datumet|dagen|tid och plats|mötet|att mötet är kvar)
            [för|på] [<mtg>|mötet] [{when}]
        [jag] (vill|ville|ska|skulle vilja) [bara] (dubbelkolla|bekräfta|kolla|kontrollera|checka) (tiden|när
            mötet är|mötestiden|datumet|att det är|att mötet är|att vi ses|tiden för <mtg>) [{when}|för mötet]
        <nar> [nästa] (möte|mötet|träff)
        (nästa möte|möte {when}|mötet {when}|nästa träff|möte idag|nästa tid|något möte {when}|nåt möte {when})
        <nar> har (vi|jag) nästa
        (hur ser|vad har) (mitt|vårt|schemat|vi|jag) [schema|för] [schema|tider] [ut] [{when}|framöver]
        vilka (tider|dagar|möten) (har|är) (vi|jag|det|inbokade|bokade) [inbokade|bokade|möte|framöver|{when}]
        har (vi|jag|ni) [bokat|bestämt] [in] [en|ett] [ny|nytt] (tid|möte) [än|{when}|redan]
        hur (långt|lång tid|länge|många dagar) är det [kvar] [tills|till|innan] (<mtg>|vi ses|vi ska ses|mötet|
            nästa gång)
        är (det|mötet) [på] {when} [som|det] (vi ses|vi ska ses|gäller|vi sa)
        (kommer|blir) (mötet|<mtg>) (att bli av|bli av|av som planerat) [{when}]
        när (hör|får) (vi|jag) (veta|besked|av er|av dig|en ny tid|nästa tid) [om <mtg>|om nästa möte|när mötet
            är|om tiden]
        (skulle|ska) inte (mötet|vi|jag) (vara|ses|ha möte|träffas) {when}
        (jag|vi) har (antecknat|skrivit upp|uppfattat det som) [att] [mötet är|det är|vi ses] {when} [stämmer
            det|är det rätt]
        (är|blev) (tiden|mötet|dagen) (ändrad|ändrat|bestämd|bestämt|klar|spikad|bokad|flyttad) [nu|än|till
            {when}|{when}]
        <nar> {when} (är|börjar|ses|har) (<mtg>|mötet|vi|det) [ses|möte]
        (kommer|blir) det [att] [bli] (något|nåt|ett|fler) (möte|möten) [{when}|framöver|igen]
        (vad|va) (är|var:|blir) (klockan|tiden|dagen|datumet) för <mtg> [{when}|igen]
        (kan|får|skulle) (jag|vi) [kunna] få (tiden|tiderna|datumet|tid och plats|mötestiden) [för <mtg>|till
            <mtg>|igen|för mötet igen] [igen|tack]
        när är det dags [för <mtg>|igen|nästa gång]
        (jag|vi) har inte fått (någon|nån|en) (tid|kallelse|inbjudan|ny tid|information om tiden) [än|för <mtg>|
            till <mtg>|ännu]
        är [det] (något|nåt) (inbokat|bokat|planerat) [för mig|för oss] [{when}]
        är det möte (varje vecka|varannan vecka|varje månad|en gång i veckan)
        (vi|jag) har [väl|ju] (möte|mötet|en tid) {when} (va|eller|visst|väl|stämmer det|eller hur)
        <nar> är <mtg> med {who} [{when}]
        <nar> har (jag|vi) {when}
        <nar> <mtg> äger rum
        <nar> (ska|får) (jag|vi) (träffa|möta) {who} (på <mtg>|på mötet)
        är (mötet|<mtg>) (på|i) (förmiddagen|eftermiddagen|morgonen|kvällen)
        (jag|vi) (har|fick) (ingen|inte) (tid|någon tid|information om när) [för <mtg>]
        när (ska|kan) (jag|vi) komma (på <mtg>|till mötet|till er)
        """,
    Intent.WHERE: """
        <var> är (<mtg>|det|mötet|det vi ses|det vi ska ses|det <mtg>|lokalen|ni|kontoret|ert kontor|ingången|
            nästa möte) [{when}] <tail>
        <var> är det [{when}] (vi ska ses|vi ses|jag ska komma|vi ska träffas|jag ska vara|vi ska vara|mötet är|
            <mtg> är)
        <var> (ska|skulle|kommer) (vi|man) (ses|träffas|mötas|ha <mtg>|vara|sitta|ses nästa gång|hålla till)
            [{when}] <tail>
        <var> (ses|träffas|möts|sitter|håller) (vi|ni) [till] [{when}|nästa gång] <tail>
        <var> (ska|skulle) jag (komma|vara på mötet|komma till mötet|vara {when}|komma {when}|infinna mig|möta
            er|möta upp|träffa er|träffa dig) [{when}] <tail>
        <var> (ska|skulle) (min son|min dotter|vårt barn|mitt barn|vi) (komma|vara|infinna oss|gå in|parkera)
            [{when}]
        <var> (blir|hålls|håller|var|börjar|äger|sker) (<mtg>|det|mötet) [rum] [{when}|hållas] <tail>
        <var> (<mtg>|mötet|det) (är|hålls|blir|var|äger rum) [någonstans] <tail>
        <var> vi (ses|ska ses|ska träffas|skulle ses|ska vara) <tail>
        (på|i) vilken (lokal|plats|adress|sal|våning|byggnad) (är|ses|ska) (<mtg>|det|vi|mötet) [ses|vara]
        <mtg> [är] <var>
        vad (är|var|har) (adressen|det för adress|det för plats|ni för adress|platsen|det för lokal) [till|för|
            på|dit] [<mtg>|lokalen|er|kontoret] <tail>
        vilken (adress|plats|lokal|våning|ingång|sal|station|hållplats|buss) (är|är det|gäller|var|ska|ses|tar)
            [<mtg>|det|vi|jag|man] [på|i|till|ses|dit|vara|vid] [<mtg>]
        (adress|adressen|plats|platsen|lokal|lokalen) (till|för|på) (<mtg>|dit)
        hur (hittar|kommer|tar|åker|går) (jag|man|vi) [mig|sig|oss] (dit|till <mtg>|till er|till mötet|till
            lokalen|till kontoret) [{when}|bäst|med buss|med bussen] <tail>
        hur ska (jag|vi) (ta mig|hitta|komma|ta oss|åka) dit
        (finns|går) det [någon|en] (buss|parkering|parkeringsplats|buss dit|parkering där|tåg dit) [där|dit|vid
            <mtg>]
        var (kan|får|ska) (man|jag|vi) parkera
        är (<mtg>|det|mötet) [på] (online|digitalt|fysiskt|på plats|på teams|på zoom|via länk|på telefon|via
            teams|på nätet|irl|teams|via video) [eller (online|digitalt|fysiskt|på plats|på teams|på zoom|irl|
            via länk)]
        är (<mtg>|det|mötet) {place} [eller {place}|igen|som sist|som vanligt|{when}]
        är det samma (ställe|plats|lokal|ställe som sist|plats som sist|ställe som förra gången|lokal som sist|
            plats som förra gången) [som vanligt]
        (ses|ska) vi [ses|vara] (på samma ställe|på samma plats|där vi brukar|samma ställe som sist|på samma
            ställe som sist|{place}) [igen|som vanligt|då|{when}]
        (har|skicka|kan jag få|kan du skicka|kan ni skicka) [ni|du|en] (länk|länken|mötesländen|teamslänken|
            länken till <mtg>|en länk|länk till <mtg>|adressen|platsen|adress) [tack]
        <kan_du> (säga|skriva|skicka|kolla|berätta|påminna mig om|tala om) [mig|oss|för mig|för oss] [igen]
            (<var> (<mtg>|det|mötet) är|<var> vi (ses|ska ses)|adressen|platsen|adress|<var> är <mtg>|länken|en
                länk|hur man hittar dit|hur man tar sig dit|hur jag hittar dit|vägen dit) [igen|nu|tack]
        (jag|vi) (har glömt|glömde|minns inte|kommer inte ihåg|hittar inte|vet inte|har tappat bort) (<var>
            (<mtg>|det|mötet) (är|var|hålls)|<var> vi (ses|ska ses|skulle ses)|
            adressen|platsen|vilken lokal|vilket rum|lokalen|<var> det var|länken|vilken adress det är|vilken
                lokal det är|<var> (är|var) <mtg>|vilken adress) <tail>
        (jag|vi) hittar inte (dit|lokalen|rummet|ingången|er|till mötet|mötet|adressen|platsen|till lokalen)
        <jag_vill> (veta|ha) (<var> (<mtg>|mötet|det) är|adressen|platsen|adress)
        (vilken|vilket) (lokal|rum|sal|adress|byggnad) ska (vi|jag) (vara i|till|gå till)
        (vilken|vilket) (lokal|rum|sal|adress|byggnad) är (det|mötet|vi) [i] [{when}]
        <var> (ligger|finns) (det|lokalen|kontoret|ni|mötet|<mtg>|stället|rummet) [någonstans] <tail>
        <var> (ska|skulle|kommer) (<mtg>|mötet|det) [att] (hållas|vara|bli|äga rum|ske) [{when}] <tail>
        vilken ingång [ska (jag|vi) ta|är det]
        är det [fortfarande] (på|i) (samma ställe|samma plats|samma lokal|vanliga stället|vanliga lokalen|er
            lokal|samma rum) [som sist|som förra gången|som vanligt|igen]
        ska (jag|vi) (komma|gå|åka) till (er|kontoret|skolan|soc|socialkontoret|polisstationen|kommunhuset|samma
            ställe|samma plats) [eller [till|på] (er|kontoret|skolan|soc|samma ställe)|{when}|då] [{when}]
        (vilket|vilken) (hus|byggnad|dörr|port|våning|sal|lokal|gata|korridor|entré|ingång|plats|ställe|adress|
            rum) (är|var|gäller|är det|var det) [det|för <mtg>|nu|igen|{when}|som gäller|på <mtg>]
        (på|i) (vilken|vilket) (våning|sal|lokal|hus|rum|adress|gata) (sitter|är|ligger|håller) (ni|det|mötet|
            vi|<mtg>|lokalen) [till]
        (i|på) (vilken|vilket) (sal|lokal|rum|plats|adress) (ska|skulle) (vi|jag) [vara|ses|komma|sitta]
        hur (långt|nära) är det (dit|till <mtg>|till er|till lokalen) [från stan|med buss|härifrån]
        (vilken|vilka) (buss|bussar|tåg|spårvagn) (tar|går|ska|åker) (man|jag|vi|dit) [ta|dit|till er|till
            <mtg>] [dit]
        går det (någon|några|en) (buss|bussar|tåg) dit
        (är|ligger) (det|lokalen|kontoret|mötet|ni) (nära|i|vid|på) (centrum|stan|stationen|skolan|torget|
            bussen|kommunhuset|stadshuset|soc|biblioteket)
        (fick|får) (jag|vi) (ingen länk|ingen adress)
        (länken|länk) (till mötet|funkar inte|fungerar inte) [tack]
        (hittar|kommer) (jag|man) (lätt dit|dit med buss)
        är det (hos er|hos soc|på soc|på skolan|i skolan|på kontoret|på kommunen|hemma hos oss) [eller (hos er|
            på soc|på skolan|på kontoret)|mötet är|vi ses|vi ska ses|{when}] [{when}]
        var (ska|går) man in
        (kan|får|skulle) (jag|vi) [kunna] få (adressen|platsen|adress|en adress|länken|en länk|en karta|
            vägbeskrivning) [till <mtg>|igen|tack]
        hittar inte (adressen|dit|lokalen|rummet|länken|ingången)
        (vilket|vilken) (våningsplan|plan|lokal|rum|sal|våning)
        vad heter (stället|lokalen|gatan|rummet|platsen) [där vi ses]
        var (ska|skulle|måste) (vi|jag) (åka|gå) (till mötet|till <mtg>)
        """,
    Intent.HOW_LONG: """
        (hur länge|hur lång tid|hur lång stund|hur många minuter|hur många timmar|hur pass länge) (tar|varar|är|
            håller|pågår|blir) (<mtg>|det|mötet|vi|ett möte|mötena|det hela) [på|ungefär|cirka|att ha möte|då|
            bokat] [{when}|då|ungefär] <tail>
        (hur länge|hur lång tid) (ska|kommer|brukar) (<mtg>|det|mötet|vi|jag|mötena|ett möte) (ta|vara|hålla på|
            pågå|sitta|vara på mötet|vara där|att ta|på mötet|vara på möte|att vara) [{when}|ungefär] <tail>
        (hur länge|hur lång tid) (är|ses) (vi|mötet|det|<mtg>) [möte|på möte|bokat|planerat] [på|för|{when}]
        hur (långt|långa) (är|blir|brukar) (<mtg>|mötet|mötena|möten|ett möte|det) [vara|vara ungefär|ungefär]
            [{when}]
        hur (länge|lång tid) (<mtg>|mötet|det|mötena|ett möte) (tar|är|varar|håller på|brukar vara|brukar ta|
            pågår) [ungefär]
        (när|hur dags|vilken tid|vad tid) (slutar|är|tar) (<mtg>|mötet|vi) (slut|färdigt|klart|färdiga|klara)
            [{when}|ungefär] <tail>
        (när|hur dags|vilken tid|ungefär när) slutar (<mtg>|mötet|vi) [{when}|ungefär] <tail>
        (hur dags|vilken tid|ungefär när) slutar det [{when}|ungefär] <tail>
        (när|hur dags) (<mtg>|mötet) slutar
        hur (länge|lång tid) (måste|ska|behöver) (jag|vi|man) (sitta där|vara där|stanna på mötet|vara på mötet|
            stanna på <mtg>|sitta på mötet|vara kvar på mötet)
        (tar|blir|är) (<mtg>|det|mötet) (lång tid|lång|långt|länge|mer än {minutes}|längre än {minutes}|
            {minutes}|en timme|typ en timme|bara {minutes}) [eller|ungefär]
        <kan_du> säga hur (länge|lång tid) (<mtg>|mötet|det) (tar|är|varar)
        (hinner|kommer) (jag|vi) [att] (hinna) [till] (träningen|bussen|skolan|jobbet|lektionen) efter <mtg>
        hur (länge|lång tid) brukar (möten|ett sånt möte|sådana möten|de) (vara|ta|hålla på)
        (är|blir|brukar) (mötet|<mtg>|mötena|möten|det) (långt|långa|vara långt|ta lång tid|kort|länge) [eller
            (kort|kortare)|{when}]
        (hinner|kommer) (jag|vi) [hinna] [med|till|hem till] (träningen|träning|bussen|skolan|jobbet|lektionen|
            matchen|min träning|mitt jobb|lunchen) [efter <mtg>|efteråt|efter|{when}]
        (är|blir) (vi|mötet|man|jag) (klara|klar|klart|slut|färdiga) (till|före|innan|vid) {when}
        (slutar|är) (mötet|<mtg>|vi) [klara|slut] {when}
        är det (en timme|typ en timme|{minutes}) [eller mer|eller (mindre|kortare|längre)]
        (hur|vad) länge är (mötet|det) (planerat|bokat|tänkt) [till]
        när (är|blir) (jag|vi) (klar|klara|färdig|färdiga|ledig) [med mötet|från <mtg>|{when}|därifrån]
        hur (många|mycket) (minuter|timmar|tid) (tar|är|blir) (det|mötet|<mtg>)
        """,
    Intent.WHO_COMES: """
        (vilka|vem|vem alla|vilka alla) (kommer|är|ska) [och] [att] (med|vara med|vara där|dit|komma|vara på
            mötet|med på mötet|på mötet|på <mtg>|med på <mtg>|vara med på <mtg>|komma på <mtg>|komma till <mtg>|
            till mötet|till <mtg>|till nästa möte|där {when}|med {when}|vara med {when}|vara där {when}|komma
                {when}|vara på <mtg>|närvara|med på mötena) [{when}] <tail>
        (vilka|vem) är det som (kommer|är med|ska vara med|ska komma) [på <mtg>|till <mtg>|{when}]
        (vilka|vem) som (kommer|är med|ska vara med|ska komma|är där) [på <mtg>|till <mtg>|{when}]
        (vilka|vem|vilka fler) (träffar|möter|ska) (jag|vi) [träffa|möta] [på <mtg>|{when}|då]
        (vilka|vilka personer|vilka människor|vilka vuxna|vilka andra) (kommer|är med|kommer vara med|är bjudna|
            är inbjudna|blir vi|ska vara med|kommer att vara med|deltar|kommer delta|ska delta|är kallade|
            närvarar) [på <mtg>|till <mtg>|i <mtg>|på mötena|{when}|då]
        vilka [fler|mer|andra] kommer [då|{when}]
        vem kommer {when}
        hur många (kommer|är|är vi|blir vi|är det|personer kommer|är det som kommer|ska vara med|är med|blir
            det|kommer det|personer är med) [på <mtg>|till <mtg>|{when}|där]
        kommer [också|även] {who} [också] [att] (på <mtg>|till <mtg>|med på <mtg>|vara med på <mtg>|vara på
            <mtg>|vara där|vara med|vara där {when}|vara med {when}|med till <mtg>|på mötet|att vara med|närvara
            på <mtg>|delta på <mtg>|till mötet {when}) [{when}|då|också]
        (ska|skall) {who} (vara med|vara där) [på <mtg>|på mötena] {when}
        (ska|skall) {who} (vara med på <mtg>|komma på <mtg>|komma till <mtg>|vara på <mtg>|vara där på <mtg>|på
            <mtg>) [{when}|också]
        är {who} (med på <mtg>|på <mtg>|med {when}|med på mötet {when}|där på <mtg>|bjuden|inbjuden|inbjudna|
            kallad|bjudna|med på mötena) [till <mtg>|också]
        är [det] bara (jag och {who}|vi|ni och jag|du och jag|vi två) [på <mtg>|som ska ses|som ses]
        vem (leder|håller i|är ordförande på|bestämmer på|ska jag träffa på) <mtg>
        vilka (bjuder ni in|har ni bjudit in|är inbjudna|är kallade) [till <mtg>]
        <kan_du> (säga|skriva|berätta) [mig] (vilka|vem) som (kommer|är med|ska vara med) [på <mtg>]
        (jag|vi) (undrar|vill veta|vet inte) (vilka|vem) som (kommer|är med|ska vara med) [på <mtg>|till <mtg>|
            {when}]
        (vem|vilka) (mer|fler|annars|andra|mer än jag) (kommer|är med|ska vara med|är där|ska komma) [på <mtg>|
            till <mtg>|också|{when}]
        (ska|skulle|kommer) {who} [också] [att] (vara där|vara med|närvara|delta) [också|på <mtg>|{when}]
        är det (fler|flera|någon mer|nån mer) (än jag|än vi|som kommer|som ska vara med|med) [på <mtg>|till
            <mtg>]
        (vilka|vem) (sitter|är|deltar|närvarar|hänger) [med|där] (på|i|vid) <mtg> [{when}]
        (kommer|är|ska) (samordnaren|min samordnare) [också] [vara] (med|också|där|med på <mtg>|på <mtg>|till
            <mtg>|vara med|vara med på <mtg>) [också|{when}]
        kommer (samordnaren|min samordnare) också
        (vilka|vem) (skulle|var det som skulle) (komma|vara med) [nu|igen|på <mtg>|till <mtg>]
        har (ni|du) bjudit (in|med) {who} [till <mtg>|också]
        har {who} (tackat ja|svarat|sagt ja|blivit inbjuden|fått kallelse|fått inbjudan) [till <mtg>|om <mtg>]
        (kommer|kan) alla [att] [komma|kan] [på <mtg>|till <mtg>|{when}|vara med]
        är {who} och {who} med på <mtg>
        hur många (personer|stycken|är vi|är ni|vuxna) [är|kommer|ska] [som kommer|med|vara med|det] [på <mtg>|
            {when}]
        kommer (läraren|lärarna|rektorn|mentorn|min lärare|min mentor|min tränare|tränaren|kuratorn|psykologen|
            socialsekreteraren|handläggaren|någon från skolan|någon från soc|någon från polisen)
            [också|{when}|dit|med]
        kommer det [någon|en] [från] {who} [på <mtg>|till <mtg>|också|dit]
        vem kommer mer
        (vilka|vem) är det som (ska vara där|ska komma|ska vara med|kommer) [{when}]
        är det många [som kommer|som är med] [på <mtg>|{when}]
        är (min lärare|läraren|rektorn|mentorn|min mentor|kuratorn|tränaren|min tränare|psykologen|handläggaren|
            socialsekreteraren) (med|där) [också|på <mtg>|{when}]
        (hur många|vilka|vem) (blir|är) (vi|det) [på <mtg>]
        (ska|kommer) (rektorn|läraren|mentorn|kuratorn|tränaren|psykologen|handläggaren|socialsekreteraren)
            [också] (vara med|vara där|komma|med) [på <mtg>]
        """,
    Intent.WHO_READS: """
        (kan|får|ser|läser|hör|kommer) {who} [kunna|att|också|även] (se|läsa|veta|få se|få läsa|kolla|ta del av|
            komma åt|höra|följa) <detta> [här|om mig|också]
        (kan|får) {who} [också|även] (se|läsa|kolla) [här|om det|mina saker]
        (ser|läser|får|kollar) {who} (<detta>|se <detta>|läsa <detta>|det jag skriver till dig|det jag skriver
            här) [här|också|med]
        (kan|får) (någon annan|nån annan|någon mer|andra|alla|alla i gruppen|de andra|vuxna|de vuxna|folk|andra
            i gruppen|nån mer) (se|läsa|veta|ta del av|kolla) <detta> [här|också]
        (ser|läser) (någon annan|nån annan|alla|alla i gruppen|andra|de andra|någon mer|gruppen) <detta> [här|
            också]
        (vem|vilka|vem mer|vilka mer|vem alla|vem exakt|vilka andra) (kan|får|är det som|är det som kan) (se|
            läsa|ser|läser|veta|ta del av|kolla) <detta> [här|om mig]
        (vem|vilka|vem mer|vilka alla|vilka mer) (ser|läser|ser allt|får se|får läsa|får veta|kan se|kan läsa)
            [<detta>|vad] [här|om mig|i chatten|i gruppen]
        (vem|vilka) som (ser|läser|kan se|kan läsa|får se|får läsa) <detta> [här]
        vem (ser|läser|får veta|får se) vad [om mig|i gruppen|egentligen]
        vem ser vad
        (vilka|vem) (är|finns) [med] [i] (gruppen|med i gruppen|i gruppen|i chatten|med i chatten|i den här
            gruppen|i rummet|med i det här|med i rummet|i den här chatten) [här|nu|egentligen]
        är {who} med i (gruppen|chatten|den här chatten|rummet|den här gruppen|gruppchatten|det här rummet)
        (är|finns) {who} (i chatten|i gruppen|här i chatten) [också]
        är (chatten|den här chatten|sidan) (säker|krypterad|hemlig|privat) [eller]
        är (det|chatten|det här|detta|den här chatten|sidan|det jag skriver|allt) [här] (hemligt|privat|anonymt|
            krypterat|sekretess|konfidentiellt|krypterad|privat här|hemligt här|tystnadsplikt) [eller|här|inte]
        har (ni|du|ni i gruppen|alla) tystnadsplikt
        (går|skickas|kommer) (det här|det jag skriver|detta|mina meddelanden|mina svar|det) [vidare] till {who}
        vart (går|skickas|hamnar) (det här|det jag skriver|mina meddelanden|mina svar|detta)
        (kan|får) {who} veta [om] (vad jag skriver|det jag skriver|vad jag säger här|vad som står här)
        (kan|får|läser|ser) (samordnaren|min samordnare|ni på soc|de på kommunen|kommunen|ni som jobbar där)
            [också|se|läsa|kunna se] <detta> [här|också]
        (vem|vilka) har (tillgång|åtkomst|insyn) (till|i) <detta>
        (vem|vilka) (kommer|kan|får) åt <detta>
        är det bara (du|jag|ni|jag och du|samordnaren|du och jag) som (läser|ser|ser det här|läser det här|kan
            se|kan läsa|ser vad jag skriver|får veta|kan se det här)
        (får|kan|kommer) {who} [att] (reda på|få reda på) <detta> [här]
        (kan|får|kommer) {who} (läsa|se|kolla) [i|på|mina|våra|min] (chatten|chatt|meddelanden|chattar|sida|
            sidan|svar|det)
        (delas|skickas|visas|lämnas) (det här|det jag skriver|detta|mina meddelanden|mina svar|det|uppgifterna)
            [vidare] (till|med|för) ({who}|någon|andra|de andra|någon annan)
        (visar|delar|skickar|sparar|lämnar) (ni|du) [vidare] (det här|det jag skriver|detta|mina meddelanden|
            mina svar) (för|med|till|vidare till) ({who}|någon|andra|de andra|någon annan)
        är det (någon annan|nån annan|någon mer|nån mer) som (ser|läser|kan se|kan läsa) <detta>
        (stannar|är) det (här|jag skriver) [här] (mellan oss|hemligt|privat|konfidentiellt)
        vem (skickas|går) <detta> till
        kan (någon|nån) (mer|annan|mer än du|mer än ni) (se|läsa) <detta>
        (läser|ser|sparar) (ni|de som jobbar där|vuxna|alla vuxna) (mina meddelanden|vad jag skriver|det jag
            skriver) [här]
        """,
    Intent.WHAT_IS_THIS: """
        (vad|va) (är|var|betyder|innebär|handlar) (det här|detta|sig|sip|en sig|sociala insatsgruppen|social
            insatsgrupp|en social insatsgrupp|sociala insatsgrupper|<grupp>|det här för grupp|det här för chatt|
            det här för något|det här för nåt|det för grupp|det för något|det för nåt|syftet|poängen med
                gruppen|syftet med gruppen|syftet med det här|den här gruppen|den här chatten|
            det här för app|det här för ställe|det här för grej|det här om|ett sig-möte|ett möte|en insatsgrupp|
                det här för rum|det här för sida|det här för nummer) [för något|för nåt|egentligen|om|här|ens|
                då|exakt|till för]
        (vad|va) (ska|är) (det här|gruppen|sig|chatten|detta|det) [vara] (bra för|till för|bra till|till)
            [egentligen]
        (vad|va) (gör|ska|är) (man|vi|ni|gruppen|jag) [göra] (i <grupp>|här|i den här gruppen|på <mtg>|på
            mötena|på ett sig-möte) [egentligen|då]
        (vad|va) (händer|ska hända|pratar vi om|ska vi prata om|tar vi upp|ska vi göra|gör man|kommer hända|
            kommer vi prata om|ska vi ta upp|handlar det om|brukar hända|ska tas upp) (på <mtg>|på mötena|på
            mötet {when}|i gruppen)
        vad handlar (<mtg>|mötet|det|gruppen|det här|mötena) om [egentligen|då|{when}]
        hur (funkar|fungerar|går) (det här|detta|sig|<grupp>|det|det med <grupp>|chatten|den här chatten|mötena|
            ett möte|gruppen|det till|allt|det här med gruppen) [till|här|egentligen|då|ens]
        hur (går|funkar) (<mtg>|ett möte|mötena) [det] till
        varför (är|ska|har|finns) (jag|vi|det|gruppen) (med i gruppen|i gruppen|med i <grupp>|vara med i
            <grupp>|med i sig|<mtg>|möte|ha möte|ha möten|gå på möten|gå på mötet|den här gruppen)
        vad är det (för grupp|för möte|för möten|för ett möte|för slags grupp) [egentligen|jag ska på|vi ska ha|
            {when}]
        (förklara|kan du förklara|kan ni förklara|kan du berätta|kan ni berätta|berätta) (vad sig är|vad det här
            är|vad gruppen är|vad det här är för något|hur det funkar|hur det fungerar|hur det här funkar|vad
            det går ut på|vad det här går ut på|om gruppen|vad en sig är|vad gruppen gör|om sig|vad det innebär)
        [jag|vi] (fattar|förstår|vet) (inte|ej) (vad det här är|vad sig är|vad gruppen är|hur det här funkar|vad
            det här är för något|vad det här går ut på|hur det funkar|vad mötet handlar om)
        vad går (det här|gruppen|sig|det) ut på [egentligen]
        (sig|sip) (vad är det|vadå)
        vad har ni för (syfte|mål med gruppen)
        (vad|va) används (det här|den här chatten|sidan|gruppen|detta|den här sidan|du) till [egentligen]
        (vad|va) är (syftet|meningen|poängen|målet|tanken|idén) med (<grupp>|<mtg>|mötet|mötena|den här gruppen|
            chatten)
        (vad|va) gör (ni|du|<grupp>|gruppen|sig|samordnaren|en samordnare) [egentligen|här|för något|då|i
            gruppen|för nåt]
        (vad|va) är (din|er|samordnarens) (uppgift|roll|funktion)
        förklara (vad det är|sig|gruppen|hur det fungerar|hur det här fungerar|det här|vad gruppen gör)
        (vad|va) (innebär|betyder) (det|det här) [att] [vara med|vara med i <grupp>|vara med i gruppen|gå med]
            [för mig|för oss]
        <kan_du> (berätta|förklara|säga) [lite] (mer|mera|lite) [mer] (om|kring) (<grupp>|gruppen|sig|det här|
            hur det funkar|mötet|hur det fungerar|vad det här är|vad som gäller)
        hur (går|brukar|är|funkar) (ett|ett sånt|sådana|sig) (möte|möten) [att] [till|gå till]
        (vad|va) (är|var) (det här|detta) [för] (nåt|något|grej|grejen|sak|slags chatt|app|sida|grupp|chatt|
            ställe|system|program)
        vad (kommer|ska|brukar) [vi|ni|man] [att] (prata|pratas|ta upp|diskutera|göra|hända|tas upp) [om] (på
            <mtg>|på mötet {when}|på mötena)
        (vad|va) (står|betyder) sig [för|det]
        hur (kom|blev) (jag|vi) [med] (med i gruppen|inbjudna|i den här gruppen|med i sig)
        (jag|vi) (är ny|är nya|är ny här|är ny i gruppen) [vad är det här|hur funkar det]
        vad är (dagordningen|agendan|planen) [för|på|till] [<mtg>|mötet] [{when}]
        vad (ska|kommer) mötet [att] (handla|vara) om [{when}]
        (vad|va) är (det|detta) för (chatt|grupp|app|sida|ställe|möte|bot|nåt här|något här)
        (vad|va) är grejen med (det här|gruppen|<grupp>|mötet|chatten)
        (jag|vi) (förstår|fattar|vet) inte vad (<grupp>|gruppen|det här|mötet|chatten) (är|är till för|är bra
            för|ska vara bra för|går ut på|handlar om)
        (vad|va) är (sig|sip|<grupp>) för (grupp|något|nåt|grej|möte|slags grupp)
        hur (fungerar|funkar) (den här|den) (boten|chatten|sidan|appen|gruppen)
        (vad|va) gör (samordnaren|en samordnare|de på mötet|man på mötet)
        """,
    Intent.ARE_YOU_HUMAN: """
        vem är (du|det här|det|det jag skriver med|det som skriver|det jag pratar med|det som svarar|ni)
            [egentligen|ens|då|här]
        (vem|vad) (skriver|pratar|chattar|snackar) jag med [här|nu|egentligen]
        (vem|vad) är det (jag skriver med|jag pratar med|som svarar|som skriver|jag chattar med)
        vad är du [för något|för nåt|egentligen|för slags bot|för en]
        är (du|det här|det|ni) [bara|verkligen|typ|ens] [en|någon slags] (bot|robot|människa|ai|dator|riktig
            människa|riktig person|person|app|chatbot|chatbott|maskin|riktig|äkta|chatgpt|chat gpt|datorn|
            program|vanlig människa|levande människa|på riktigt) [eller]
            [en] [bot|robot|människa|ai|dator|riktig människa|riktig person|person|maskin|app|vad|inte|va]
        är det [en] (människa|riktig människa|bot|robot|person|ai|riktig person|dator) (jag skriver med|som
            svarar|jag pratar med|som skriver|jag chattar med|här)
        (skriver|pratar|chattar|snackar) jag [nu] med [en] (människa|riktig människa|bot|robot|ai|dator|person|
            riktig person|maskin)
        (vad|va) heter du [då|egentligen]
        har du ett namn
        (vem|vilka) har (gjort|byggt|skapat|programmerat) dig
        (kan|brukar) du (tänka|prata|förstå svenska) [på riktigt]
        är detta [en|bara en] (bot|robot|människa|ai|chatbot|person|riktig person) [eller] [en] [människa|bot|
            robot|person|riktig person]
        (svarar|skriver|sitter) (det|det en|det någon|en|en riktig|någon|någon riktig) [riktig] (människa|
            person) [här|på mina meddelanden|bakom|som svarar|och svarar]
        är det [någon|en] (riktig|verklig|levande) (person|människa) (här|där|som svarar|bakom|bakom det här|jag
            pratar med|jag skriver till)
        (har|finns) (du|det) [ett|någon] (namn|riktigt namn)
        (är|var) det (du|en bot|en robot) som (skriver|skrev|skickade) [påminnelserna|påminnelsen|meddelandet|
            det här]
        (hur|vad) gammal är du
        (är du|är ni) (från|på|hos) (soc|kommunen|socialtjänsten|polisen|skolan) [eller]
        (jobbar|är) du (på|för|åt|hos) (soc|kommunen|socialtjänsten|polisen|skolan) [eller]
        (vad|vem) är det (här|jag) [som] (skriver|skriver med|pratar med|svarar)
        är du (samordnaren|min samordnare|samordnare)
        """,
    Intent.MUST_I: """
        (måste|behöver|bör) (jag|vi|man|min son|min dotter|vårt barn|barnet|båda|båda två|båda föräldrarna|båda
            vårdnadshavarna|mamma och pappa) [verkligen|absolut] (komma|vara med|delta|dyka upp|närvara|vara på
                plats) [på <mtg>|till <mtg>|på mötena|på alla möten|på mötet {when}|{when}|i
            <grupp>|varje gång] [eller|då]
        (måste|behöver|ska|bör) (jag|vi|man|min son|min dotter|vårt barn|barnet) [verkligen|absolut] (komma|gå|
            vara med|vara|delta) (på <mtg>|till <mtg>|på mötena|på alla möten|på mötet {when}|i <grupp>|med i
            <grupp>) [eller|då]
        (måste|behöver|ska) (jag|vi|man|båda|båda föräldrarna|båda två) [verkligen|också|även] (på|till|med på|
            med till|vara på|vara med på|komma på|komma till) <mtg> [{when}]
        (måste|behöver) (jag|man) (säga något|säga nåt|prata|svara på frågor|berätta något) på <mtg>
        [om] (jag|vi|man) (måste|behöver) (komma|vara med) [på <mtg>|till <mtg>|{when}]
        är (det|mötet|<mtg>|mötena|gruppen|sig|det här) (obligatoriskt|frivilligt|tvång|ett måste|ett krav|
            valfritt|frivillig|viktigt att jag kommer|viktigt att komma|okej om jag inte kommer) [att komma|att
            vara med|att gå dit|eller|att delta] [på <mtg>|i <grupp>]
        (är|får|kan) (det|man|jag) (okej|ok|lugnt|skippa|hoppa över|stanna hemma från|strunta i|missa|utebli
            från|tacka nej till) [att|om] [jag|vi] [skippar|missar|hoppar över|inte kommer på|inte går på]
            [<mtg>|mötet] [{when}]
        (kan|får) (jag|man) (välja själv|säga nej|tacka nej) [om jag ska vara med|om jag vill vara med|till
            mötet|till <mtg>|till att vara med]
        vad händer om (jag|vi|man) inte (kommer|dyker upp|går|är med|går dit|kan komma|kommer på <mtg>|kommer
            till <mtg>|går på <mtg>|vill komma på <mtg>) [på <mtg>|till <mtg>|{when}]
        vad händer om (jag|man|vi) (missar|skippar|skiter i) <mtg>
        räcker det (om|att|med) [att] [bara] (jag|en av oss|mamma|pappa) (kommer)
        (kan|får) (jag|vi) vara med (på distans|via telefon|digitalt|online|via länk|på telefon|på teams|via
            video) [på <mtg>|istället|{when}]
        (behöver|måste|ska) (jag|man|vi) förbereda (sig|mig|oss|något|nåt) [inför|till|för] [<mtg>|mötet]
        (får|kan) (man|jag|vi) (vara med|delta) (digitalt|på distans|online|via telefon|på telefon|via länk|via
            teams|på teams) [istället|{when}|på <mtg>]
        (kan|får) (jag|man) välja (att inte vara med|att inte komma|om jag vill vara med|själv|om jag ska komma)
        (behöver|måste) (min man|min fru|min mamma|min pappa|barnets pappa|barnets mamma|båda två|alla|syskonen|
            vi båda) [också] (komma|vara med|närvara|delta) (på <mtg>|till <mtg>|också)
        (behöver|måste) (min man|min fru|båda två|vi båda) också (komma|vara med)
        är det (okej|ok|lugnt) (om|att) (jag|vi) (inte kommer|inte är med|uteblir|stannar hemma|hoppar över) [på
            <mtg>|till <mtg>|{when}] [<mtg>]
        (får|kan) (jag|man|vi) (frånvaro|ogiltig frånvaro) [om jag går på <mtg>|från skolan|i skolan]
        (är|gör) det (viktigt|något|nåt) (att|om) (jag|vi) (kommer|inte kommer|är med|missar mötet|missar <mtg>)
            [på <mtg>]
        måste (jag|vi) (vara där|stanna) hela mötet
        är (man|jag|vi) tvungen att (komma|vara med|gå på <mtg>|gå på mötena|gå dit {when}|delta) [på <mtg>]
        (kan|får) (man|jag) (slippa|skippa|strunta i|hoppa över|missa) (mötet|<mtg>|mötena) [{when}]
        är det (tvunget|nödvändigt|obligatorisk närvaro|krav|ett krav) [att komma|att vara med|på mötet]
        (måste|behöver) (man|jag|vi) vara (där|med) (hela tiden|hela mötet|från början|varje gång|på alla möten)
        """,
    Intent.MAY_I_BRING: """
        (får|kan|skulle|kunde) (jag|man|vi|hon|han) [kunna|få] (ta med|ta med mig|ha med|ha med mig|ta med sig|
            bjuda med|få ta med|bjuda in|ta med oss) ({companion}|<somebody>) [på <mtg>|till <mtg>|till mötet|
            dit|{when}|som stöd|då]
        (får|kan) {companion} (följa med|komma med|vara med|hänga med|sitta med|följa med som stöd) [på <mtg>|
            till <mtg>|dit|som stöd] [{when}]
        är det (okej|ok|lugnt|bra|möjligt|ok för er) (att|om) (jag (tar med|har med|ta med|tar med mig) [mig]
            ({companion}|<somebody>)|{companion} (följer med|är med|kommer med|sitter med)) [på <mtg>|till
            <mtg>|dit]
        (får|kan) (man|jag) ha [med] [en|någon|ett] (stödperson|kompis|vän|ombud|advokat|kontaktperson|tolk|
            sällskap) [med|där|på <mtg>|med mig]
        <jag_vill> (ta med|ha med|ha med mig|ta med mig|få ta med) ({companion}|<somebody>) (på <mtg>|till
            <mtg>|dit|som stöd)
        går det bra (att|om) (jag (tar med|har med) [mig] ({companion}|<somebody>)|{companion} (följer med|är
            med|kommer med)) [på <mtg>|till <mtg>]
        (går|funkar) det [bra] (att ta med|att ha med|om jag tar med|om jag har med) [mig|sig] ({companion}|
            <somebody>) [på <mtg>|till <mtg>|dit|{when}]
        (får|kan) (vi|jag|man) vara (två|flera|fler) [på <mtg>|som kommer]
        (kan|får) {companion} (sitta med|komma med|följa med) (på|till) <mtg> [också|{when}]
        (får|kan|vill) (jag|hon|han) ha (med mig|med sig|någon med mig|någon med|nån med mig|en kompis med mig)
            [på <mtg>|till <mtg>|dit|som stöd]
        (kan|får) (jag|man) (ta|ha) (någon|nån|en kompis|en vän) med (mig|sig) [på <mtg>|till <mtg>|dit]
        får {companion} (följa med|komma) in [på <mtg>]
        """,
    Intent.CAN_I_STOP: """
        (kan|får) (jag|man|vi) (sluta|hoppa av|gå ur|lämna|ångra mig|ångra sig|dra mig ur|dra sig ur|backa ur|
            tacka nej|gå ur det här|kliva av) (när som helst|när man vill|när jag vill|i gruppen|gruppen|i
            <grupp>|ur <grupp>|<grupp>|det här|i efterhand|senare|från <grupp>|i förtid|om jag vill|om man vill|
            ur gruppen om jag vill) [om jag vill|om man vill|när som helst|när jag vill|när man vill|då|eller]
        (kan|får) (jag|man|vi) (hoppa av|dra mig ur|dra sig ur|ändra mig|ångra mig|ångra sig|ändra sig|gå ur|
            backa ur) [sen|senare|då|eller]
        hur hoppar (jag|man|vi) av [från gruppen|<grupp>|gruppen|sig] [då|egentligen]
        hur (går|drar|kommer) (jag|man|vi) [sig|mig|oss] ur <grupp> [då]
        hur slutar (jag|man|vi) (i|med) <grupp>
        hur lämnar (jag|man|vi) <grupp> [då]
        hur gör (jag|man|vi) (för att|om man vill|om jag vill) (hoppa av|sluta i <grupp>|gå ur <grupp>|lämna
            <grupp>|dra sig ur <grupp>|hoppa av <grupp>)
        hur (drar|tar) (jag|man|vi) tillbaka (samtycket|mitt samtycke|sitt samtycke|vårt samtycke)
        vad händer om (jag|man|vi) (hoppar av|slutar i <grupp>|går ur|lämnar <grupp>|ångrar mig|ändrar mig|
            tackar nej|drar tillbaka mitt samtycke|går ur <grupp>|säger nej till <grupp>|vill sluta i <grupp>|
            vill hoppa av|tar tillbaka samtycket)
        (går|är) det (att|möjligt att|okej att) (hoppa av|sluta i <grupp>|gå ur|lämna <grupp>|dra sig ur|ändra
            sig|ångra sig|gå ur <grupp>|hoppa av <grupp>) [när som helst|när man vill|senare]
        (när|hur länge) (får|kan|måste|ska) (jag|man|vi) (sluta i <grupp>|gå ur <grupp>|vara med i <grupp>|hoppa
            av|lämna <grupp>|vara kvar i <grupp>)
        hur länge (håller|pågår|varar|är|gäller) (<grupp>|samtycket|mitt samtycke|insatsen|det med gruppen) [på|
            egentligen]
        (kan|får) (jag|man|vi) (ta tillbaka|dra tillbaka|återkalla|ändra) (samtycket|mitt samtycke|samtycke|sitt
            samtycke|vårt samtycke) [när som helst|när jag vill|senare|när vi vill|om vi vill]
        (kan|får) (jag|man) säga nej till (allt det här|det här|gruppen|<grupp>|insatsen|att vara med i <grupp>)
        (kan|får) (jag|vi|man) (avsluta|bryta|säga upp) (samtycket|mitt samtycke|gruppen|<grupp>|insatsen) [när
            jag vill|när vi vill|i förtid]
        (kan|får|går) (jag|man|vi|det) [att] (hoppa av|gå ur|ångra sig|ändra sig|dra sig ur) (när som helst|när
            man vill|i efterhand|senare|mitt i|om man ångrar sig|om man vill)
        (när|hur länge) (är|blir) <grupp> (slut|klar|över|färdig)
        hur länge (ska|måste|behöver) (jag|vi) (gå på möten|gå på mötena|ha möten|vara med i det här)
        vad händer om (jag|vi) inte vill vara med i <grupp> [längre]
        vad händer om (jag|vi|man) (ångrar sig|drar tillbaka samtycket|tar tillbaka samtycket)
        hur länge ska (jag|vi|man) vara med [i <grupp>]
        (kan|får) (jag|man) gå ur (det här|<grupp>)
        (kan|får) (jag|man|vi) (avsluta|sluta|hoppa av|gå ur) (när jag vill|när man vill|när vi vill|när som
            helst)
        """,
    Intent.WHAT_IS_KEPT: """
        (vad|va) (sparas|sparar ni|lagras|sparar du|registreras|skrivs ner|dokumenteras|står) [om mig|här|om
            oss|om min son|om min dotter|i journalen|i min akt|om vårt barn|i akten|någonstans] [egentligen|
            någonstans|då]
        (vad|va) (har|vet|skriver) ni [sparat|skrivit|antecknat] (om mig|om oss|om min son|om min dotter|om mig
            egentligen|om vårt barn)
        (sparas|sparar ni|sparar du|lagras|loggas|registreras) (det här|detta|det jag skriver|allt|det|mina
            meddelanden|chatten|allt jag skriver|det man skriver|vad jag skriver|våra meddelanden|det vi
            skriver) [här|någonstans|om mig|då|nånstans] [eller]
        (hur länge|var) (sparas|sparar ni|lagras|sparar du) (det här|detta|det jag skriver|allt|det|mina
            meddelanden|chatten|uppgifterna|mina uppgifter|det kvar|det här kvar|meddelandena|informationen)
            [kvar|om mig|någonstans|då]
        (kan|får|skulle) (jag|vi|man) [kunna|få] (se|läsa|få se|få läsa|få ut|begära ut|ta del av) (min akt|
            akten|vad ni skrivit|vad ni skriver om mig|vad ni har skrivit om mig|vad som står om mig|vad ni
            sparat|min journal|vad ni skrivit om mig|papperna|mina papper|vad som står i akten|vad ni sparar|
            mina uppgifter|vad som sparas|det ni skrivit om mig|vad ni vet om mig|allt ni har om mig|allt om
            mig|vad som står i min akt)
        vad står [det] [skrivet|antecknat] om (mig|oss|min son|min dotter) [i akten|i journalen|någonstans|hos
            er]
        (vem|vilka) sparar (det här|detta|det jag skriver|mina uppgifter)
        (står|finns|hamnar|skrivs) (det här|detta|det jag skriver|det|allt) i (journalen|akten|min akt|min
            journal|någon akt|ett register)
        (har|finns) (ni|det) [en|någon] (akt|journal) om mig
        (raderas|försvinner|tas) (det här|chatten|det jag skriver|meddelandena|mina meddelanden|allt|mina
            uppgifter) [bort] [sen|efteråt|automatiskt|någon gång|efter ett tag]
        hur (hanterar|använder|skyddar) ni (mina|våra) (uppgifter|personuppgifter)
        <kan_du> (radera|ta bort|slänga) (det jag skrivit|mina meddelanden|det jag skrev|mina uppgifter|mina
            svar|allt jag skrivit|vad jag skrivit) [här|sen]
        (vad|va) (gör|använder) ni [med] (det jag skriver|mina uppgifter|informationen|det här|mina svar|det vi
            skriver|allt ni sparar) [till|sen]
        (skriver|antecknar|spelar|dokumenterar) (ni|du) (ner|upp|in) [allt|det här|det jag skriver|det jag
            säger|vad jag säger|mötet|samtal] [på <mtg>]
        (antecknar|dokumenterar|sparar|loggar|spelar) ni [in] (allt|det här|det jag skriver|vad som sägs|vad jag
            säger|mötet|mötena|mina meddelanden) [på <mtg>]
        (finns|förs|görs|skrivs) det [någon|en|något] (journal|akt|protokoll|anteckningar|register|
            dokumentation) [om mig|på <mtg>|från <mtg>|om oss]
        hur (länge|säkert) (sparar|lagrar|sparas) (ni|du|det|uppgifterna) [det|det här|uppgifterna|mina
            uppgifter|meddelandena] [om mig]
        (var|vart) (hamnar|finns|lagras|tar|sparas) (det jag skriver|det här|mina meddelanden|uppgifterna|allt|
            mina svar) [vägen|någonstans]
        (går|kan) (det|man|jag) [att] [få] (radera|ta bort|ändra|rätta) (det jag skrivit|mina uppgifter|det som
            står om mig|uppgifterna|det som sparats) [om mig|sen]
        (vad|va) händer med (det jag skriver|mina meddelanden|det jag skrivit|uppgifterna|mina svar|det här)
            [sen|sedan|efteråt]
        (kan|får) (jag|vi) få ut (det ni skrivit|det ni sparat|det som står om mig|min akt|mina uppgifter|min
            journal)
        """,
    Intent.MY_RIGHTS: """
        (vad|vilka) har (jag|vi|man|ungdomen|barnet|min son|min dotter|föräldrar|man som förälder) för
            rättigheter [här|i gruppen|egentligen|i det här|som förälder|som vårdnadshavare|i <grupp>|då]
        vilka rättigheter har (jag|vi|man|ungdomen|barnet|föräldrar) [här|i gruppen|egentligen|i det här|som
            förälder|som vårdnadshavare|i <grupp>|då]
        (vad|vilka) är (mina|våra) rättigheter [här|i gruppen|egentligen|i det här|som förälder|då]
        (vad|vilka) har (jag|vi|man) rätt till [här|i gruppen|egentligen]
        (mina|våra) rättigheter
        (vad|va) (får|kan) (jag|man|vi) [själv] (bestämma|bestämma över|vara med och bestämma om|påverka|säga
            nej till) [om|över|själv|i gruppen|här|i det här]
        har (jag|vi) [någon] rätt (att|till) (säga nej|bestämma själv|vara med och bestämma|få veta vad som
            sägs|veta vad ni skriver|veta vad som står|ett ombud|en tolk|tolk|advokat|säga ifrån|bestämma vilka
            som är med|tacka nej|vara med|stöd)
        vem (bestämmer|avgör) [om|över|i|här] [det|detta|gruppen|vilka som är med|vilka som ska vara med|vem som
            är med|vem som får vara med] [egentligen|vilka som är med|vem som får vara med|vem som är med|här|
            då]
        (får|kan) jag (bestämma själv|vara med och bestämma|bestämma vilka som är med|bestämma vem som är med|
            bestämma vem som får veta|bestämma vilka som får veta)
        (vad|vilka) har (vi|jag|man) som (förälder|föräldrar|vårdnadshavare|ungdom) för rättigheter [här|i
            gruppen]
        har (jag|vi|föräldrar) [någon] (talan|något att säga till om|nåt att säga till om|rätt att bestämma|rätt
            att säga nej|rätt till advokat|rätt till ett ombud|inflytande)
        (vad|vilka) har (min son|min dotter|mitt barn|barnet) för rättigheter
        (kan|får) (jag|vi) (säga ifrån|bestämma|påverka) [något|vilka som kommer|vem som kommer|om vad|över det
            här|vad som delas|vad som sägs]
        (vem|vilka) (får|kan|ska) bestämma [om] (det här|gruppen|vilka som är med|om mig|över mig|om jag ska
            vara med)
        var (kan|hittar) (jag|man) [läsa om] (mina rättigheter|rättigheter)
        har (jag|vi) rätt att [få] (veta|se|läsa) (vad ni skriver|vad som sägs|vad som står|vad ni vet|allt) [om
            mig]
        (vad|va) har jag för rätt
        (vad|vilka) har (barn|unga|ungdomar|föräldrar|vårdnadshavare) för rättigheter
        """,
    Intent.COORDINATOR: """
        vem är (min|vår|våran|samordnaren|samordnare|ansvarig|min kontaktperson|min sons|min dotters)
            [samordnare|kontaktperson|handläggare] [nu|här|egentligen|för gruppen|för <mtg>|för det här|för sig|
            då|i gruppen]
        vem (samordnar|leder|ansvarar för|har hand om|håller i) (gruppen|<grupp>|det här|mitt ärende|vårt
            ärende|allt det här)
        (vad|va) (heter|är) (samordnaren|min samordnare|samordnarens nummer|samordnarens namn|numret till
            samordnaren|numret till min samordnare|telefonnumret till min samordnare|min samordnares nummer|
            samordnarens telefonnummer|telefonnumret till samordnaren|samordnarens mejl|vår samordnare|mailen
            till samordnaren|mejlen till samordnaren|ert nummer|numret till er|er mejl|ert telefonnummer) [nu|
            egentligen|då]
        (vad|vilket) (har|är) (samordnaren|min samordnare|ni|vår samordnare) för (nummer|telefonnummer|mejl|
            mail|telefontider|tider)
        (vilket|vad) nummer (har|når|når jag) [jag] (samordnaren|min samordnare|ni|er)
        hur (når|kontaktar|ringer|får|nås|pratar|kommer) (jag|man|vi|samordnaren) (samordnaren|min samordnare|
            er|tag på samordnaren|tag i samordnaren|kontakt med samordnaren|kontakt med min samordnare|tag på
            min samordnare|kontakt med er|med samordnaren|med min samordnare|i kontakt med samordnaren|i kontakt
            med er|i kontakt med min samordnare|vår samordnare|tag på er)
        (kan|får|skulle) (jag|vi) [kunna] få [ett|ha|få] (numret|nummer|samordnarens nummer|numret till
            samordnaren|telefonnumret till samordnaren|ett nummer|mejlen|samordnarens mejl|namnet|namnet på
            samordnaren|ett nummer till er|numret till min samordnare|ett nummer att ringa på|nummer till
            samordnaren|ert nummer) [till samordnaren|till er|tack]
        (numret|telefonnumret|nummer|telefonnummer|mejl|mejladress) till (samordnaren|min samordnare|er|
            samordnare)
        (har|finns) (du|ni|det) [ett|något] (numret|nummer|telefonnummer|nummer jag kan ringa|mejl) till
            (samordnaren|min samordnare|er)
        (när|vilka tider) (jobbar|är|har|kan) (samordnaren|min samordnare|ni) (på plats|där|telefontid|öppet|
            inne|nåbar|nås|anträffbar|tillgänglig|på jobbet|öppet idag) [idag|{when}]
        (min samordnare|samordnaren|samordnare)
        (har|är) (samordnaren|min samordnare) (slutat|bytts|bytts ut|på semester|ledig|ledig {when}|på semester
            nu|där {when}|på jobbet {when})
        (har|finns) (ni|det) [något|ett|någon] (telefontid|mejl|nummer till samordnaren|telefonnummer till
            samordnaren)
        (kan|får|skulle) (jag|vi) [kunna] få ett nummer till (er|samordnaren|min samordnare)
        vem är (ansvarig|kontaktperson|samordnare) [för|i|här] [gruppen|mig|oss|det här|<grupp>] [nu]
        hur (kontaktar|når|mejlar|ringer) (man|jag|vi) (er|samordnaren|min samordnare|den ansvarige) [bäst|på
            telefon|på dagarna]
        vem är det som är (min samordnare|samordnare|ansvarig|min kontaktperson|vår samordnare)
        (jobbar|är) (samordnaren|min samordnare) (idag|{when}|inne|på kontoret|på plats|ledig|kvar|inne idag)
        (vad|va) heter (hon|han|den|personen) som är (samordnare|min samordnare|ansvarig|vår samordnare)
        är det [fortfarande] {name} som är (samordnare|min samordnare|vår samordnare)
        (är|heter) (min samordnare|samordnaren) {name}
        (vem|vart|hur) (vänder|hör) (jag|man|vi) (mig|sig|oss|av mig|av sig) (till|med frågor|om mötet|om jag
            har frågor|till samordnaren)
        (vem|vart) ska (jag|vi|man) (kontakta|höra av mig till|ringa|mejla|meddela|säga till|vända mig till) om
            (jag|vi|man) (inte kan komma|inte kan|blir sen|blir sjuk|har frågor|har en fråga|får förhinder|inte
            hinner)
        (kan|kunde) (du|ni) (ge|skicka) (mig|oss) (numret|samordnarens nummer|numret till samordnaren|ett nummer
            till er) [tack]
        (jag|vi) (behöver|vill ha) (numret|samordnarens nummer|numret till samordnaren|ett nummer till er|
            telefonnumret till samordnaren)
        """,
    Intent.MY_TASKS: """
        (vad|va) (är|var) (min|mina|mitt) (uppgift|uppgifter|ansvar|del|att göra|läxa|mål|uppgifter nu) [nu|till
            nästa gång|till nästa möte|den här veckan|{when}|i planen|just nu]
        (vad|va) (ska|skulle|lovade|måste) jag (göra|fixa|ta med|förbereda) (till nästa gång|till nästa möte|
            till <mtg>|den här veckan|inför <mtg>|till mötet|i planen|enligt planen|inför mötet|till {when})
            [nu]
        (vad|va) (lovade|sa) jag (att göra|att jag skulle göra|göra) [till nästa gång|till <mtg>|på <mtg>|på
            förra mötet|sist]
        (vad|va) (var|är) det jag (skulle|ska|lovade) (göra|fixa|ta med) (till nästa gång|till <mtg>|den här
            veckan|inför <mtg>|nu igen|till nästa möte|till mötet|{when})
        har jag [något|några|någon|nån|nåt] (uppgift|uppgifter|att göra till <mtg>|att göra till nästa gång|
            läxa|kvar att göra|uppgift kvar|uppgifter kvar|uppgift att göra|uppgifter nu) [kvar|nu|den här
            veckan|till <mtg>]
        (mina uppgifter|mina|min lista|uppgifter|visa mina uppgifter|visa uppgifter|min plan|planen|mina mål|
            visa planen|visa min plan|vad står i planen|vad är planen|vad är min plan|kan jag få se planen|kan
            jag se planen|kan jag få se mina uppgifter|vad står det i planen)
        (vad|va) har jag för (uppgifter|uppgift|mål|läxa) [nu|kvar|till nästa gång|till <mtg>|den här veckan]
        vilka uppgifter har jag [kvar|nu|denna vecka|den här veckan]
        (visa|lista) mina uppgifter
        (vad|va) (lovade|sa|skulle) jag (sist|göra sist|göra sen sist|på förra mötet) [då]
        (är|har) jag (klar med|gjort|fixat|gjort klart) [alla] (mina uppgifter|min uppgift|allt på listan|
            uppgiften)
        (jag|vi) (har gjort|är klar med|har fixat|gjorde|har gjort klart|är färdig med) (min uppgift|mina
            uppgifter|uppgiften|mina läxor) [nu|idag]
        (vad|va) har jag (kvar|att göra) (att göra|kvar|till nästa gång|till mötet|till <mtg>|på listan|den här
            veckan|nu i planen)
        (vad|va) (är|blev) (min|mina|våra) (uppgift|uppgifter|mål) [nu|sen sist|från mötet|efter mötet|den här
            veckan]
        (vad|va) (sa|bestämde|kom) vi [överens om|fram till] (på mötet|på förra mötet|sist|på <mtg>|förra
            gången) [att jag skulle göra]
        (vad|va) står det på min lista
        (måste|ska|behöver) jag (göra|fixa|lämna in|ta med) något till (nästa gång|mötet|<mtg>|{when})
        vilka mål har (jag|vi)
        (vad|va) är (nästa steg|planen) [för mig|för oss|nu]
        vad har jag att göra [till nästa gång|den här veckan|till mötet|{when}]
        (vad|va) (ska|skulle|måste) jag (göra|fixa|förbereda) (innan|före) (nästa möte|<mtg>|nästa gång)
        """,
    Intent.MENU: """
        (meny|menyn|visa menyn|visa meny|kommandon|alla kommandon|visa kommandon)
        (vad|va) kan (jag|man) (skriva|säga|fråga|göra) (här|till dig|dig om|för något|för nåt|för saker|i
            chatten|på den här sidan|med den här) [då|ens|egentligen]
        (vad|va) kan (jag|man) (skriva|fråga dig om|fråga om)
        (vad|va) kan du [hjälpa till med|svara på|göra|svara på för frågor|göra för något|göra för nåt]
            [egentligen|då]
        (vad|vilka) (för|finns|kan) (kommandon|val|ord|alternativ|saker|grejer) (finns|kan jag skriva|kan man
            skriva|finns det|kan du svara på|förstår du|kan jag fråga|har jag)
        (hur|vad) (använder|skriver|gör) (jag|man) (dig|här|den här|den här chatten|den här sidan|till dig)
        vilka (ord|kommandon) (kan du|förstår du|finns|kan jag använda|kan man använda|finns det)
        (vad|va) kan (jag|man) (fråga|göra|skriva)
        (hur|vad) (använder|gör) (jag|man) (det här|med det här|den här|chatten|med dig|på sidan)
        (vad|vilka) (frågor|saker|grejer) kan (du|jag|man) (svara på|fråga|ställa|fråga om|skriva)
        (ge|visa) mig (menyn|alternativen|kommandona|vad jag kan skriva|vad du kan)
        (vad|va) (förstår|vet|klarar) du [av] [egentligen]
        (vad|va) finns det för (val|kommandon|alternativ)
        (vad|va) kan du (göra för mig|göra för oss|hjälpa mig med|svara på)
        hur (pratar|skriver) (man|jag) med dig
        """,
    Intent.YES: """
        (jag|vi) (kommer|är med|dyker upp|är på plats|är där|kan komma|kan vara med|ska komma|tar mig dit|är på
            väg|är framme|hänger med|kan|kan absolut|hinner|hinner dit) [gärna|absolut|såklart|också] (på <mtg>|
            till <mtg>|dit|{when}|på mötet {when}|till mötet {when}|till nästa möte|på nästa möte)
        (jag|vi) (kommer|är med|dyker upp|är på plats|kan komma|kan vara med|är på väg|är framme|är där|kommer
            dit) [gärna|absolut|såklart|nu|snart|strax|då]
        (ja|japp|jo|jadå|absolut|självklart|såklart|visst|yes|okej) (jag|vi) (kommer|kan|är med|är där|kan
            komma|kan då|kan det|kommer då|kommer {when}|kan {when}|ska dit|ska komma|hinner)
        (det|den tiden|tiden|{when}|den dagen) (funkar|passar|går|fungerar|blir) (bra|utmärkt|fint|perfekt|
            jättebra|fint för mig|bra för mig|bra för oss|för mig|för oss|super|toppen|kanon|utmärkt för oss|
            finfint) [tack|för mig|då|{when}]
        (det|{when}|den tiden) (funkar|passar|går) [för mig|för oss|fint|ju]
        (ja|japp|jo|jadå|absolut|visst|okej) (det|{when}) (funkar|passar|går|går bra|funkar bra|passar bra|blir
            bra|låter bra|kan jag|stämmer|ska gå bra) [för mig|bra|fint]
        (min son|min dotter|vi|vi båda|sonen|dottern|vi alla) (kommer|kan|kommer också|deltar|är med|kan komma)
            (på <mtg>|till <mtg>|{when}|på mötet|då)
        (mamma|pappa|min mamma|min pappa) (kommer|kommer också|deltar|är med|kan komma) (på|till) <mtg>
        vi kommer (båda|båda två|alla)
        vi (ses|syns|hörs) {when} [då]
        (vi ses|ses|syns) (då|där|på mötet|imorgon|{when}|på <mtg>|snart på mötet|om en stund på mötet)
        (jag|vi) (bekräftar|accepterar|godkänner) [tiden|mötet|<mtg>|att vi kommer|att jag kommer]
        (boka|kör) (in mig|in det|det|in oss|på det|den tiden)
        (det|tiden) (låter|blir) (bra|fint|toppen|perfekt)
        {when} (är|blir|är helt) (bra|okej|perfekt|lugnt|toppen|fint)
        räkna med (mig|oss)
        jag ska försöka (komma|vara där|hinna) [i tid|{when}|på mötet]
        (ja|japp|jo|yes|jadå|okej|absolut|visst) (kommer|kan|funkar|passar|går bra|det gör jag|det gör vi|det
            ska jag|det kan vi|det går|kommer jag|det går fint|det passar fint|det funkar fint)
        (okej|ok|bra|toppen|perfekt) då (kommer jag|ses vi|kommer vi|syns vi|hörs vi|ses vi {when}|kommer jag
            {when}|kommer vi {when})
        då (ses vi|kommer jag|kommer vi|syns vi) {when}
        (vi|jag) tackar ja [till mötet|till <mtg>|till tiden|till den tiden]
        (jag|vi) (kan|kommer|är med) på mötet
        (jag|vi) (kan|ska) (komma|vara där|vara med) [då|{when}]
        (jag|vi) (är|står|sitter) (redan här|utanför lokalen|i väntrummet|i receptionen|på plats|utanför
            kontoret)
        (är|jag är|vi är) [snart|strax] (på väg|på g) [nu|dit|till <mtg>|till er]
        på (väg|g) [nu|dit|till <mtg>]
        ja (jag|vi) är på (gång|väg|g)
        (helt klart|då säger vi det|då kör vi|det är klart jag kommer|klart jag kommer|klart vi kommer)
        (ja|japp|okej|jo) (det|den tiden|{when}) (blir|går|funkar|passar) (bra|fint|toppen|perfekt|utmärkt)
        """,
    Intent.CANNOT: """
        (jag|vi|jag tyvärr) [tyvärr] (kan|kan nog|kan tyvärr|kan faktiskt|kunde|kommer|kommer nog|kommer tyvärr|
            hinner|hinner nog|hinner tyvärr) [tyvärr|nog] inte [tyvärr|nog] [komma|vara med|ses|delta|att kunna|
            kunna komma|att komma|kunna vara med|dit|att kunna komma|att hinna|hinna|träffas|ha möte|närvara|
            medverka|att kunna vara med|att vara med|att kunna delta|kunna delta] (på <mtg>|till <mtg>|{when}|på
            mötet {when}|till mötet {when}|på <mtg> {when}|{when} på <mtg>|på grund av {reason}|pga {reason}|på
            nästa möte) [tyvärr|då] [<because>]
        [jag|vi] (kan|kommer|hinner) [tyvärr|nog] inte [komma|vara med|ses|dit|delta|hinna|då|kunna komma|att
            komma|att kunna komma] [{when}|på <mtg>|till <mtg>] [tyvärr] <because>
        [jag|vi] (kan|hinner) [tyvärr|nog] inte (komma|vara med|ses|delta) (på <mtg>|till <mtg>|{when}) [tyvärr]
            [<because>]
        (kan|hinner|kommer) [tyvärr|nog] inte {when} [tyvärr] [<because>]
        (kan|hinner|kommer) [tyvärr|nog] inte (på <mtg>|till <mtg>) [{when}] [tyvärr] [<because>]
        (jag|vi) (kan|kunde) [tyvärr|nog] inte (komma|vara med|delta|medverka|närvara) [tyvärr|då]
        (kan|hinner) tyvärr inte (komma|vara med|då|delta)
        tyvärr (kan|hinner) (jag|vi|min son|min dotter|han|hon) inte [komma|vara med|delta|då] [på <mtg>|till
            <mtg>|{when}] [<because>]
        (det|{when}|den tiden|tiden|den dagen) (funkar|passar|går|fungerar) (inte|ej|inte alls|dåligt|inte så
            bra|inget bra|tyvärr inte|inte för mig|inte för oss|inte för mig tyvärr|tyvärr inte för oss)
            [{when}] [för mig|för oss|tyvärr] [<because>]
        {when} (kan|hinner) (jag|vi) [tyvärr] inte [komma|vara med|tyvärr] [<because>]
        {when} (är|blir) (svårt|dåligt|inte bra|ingen bra tid|ingen bra dag|knepigt|krångligt|stressigt|lite
            svårt) [för mig|för oss|tyvärr] [<because>]
        (får|fick|har fått) förhinder [{when}|på <mtg>|till <mtg>|<because>]
        (jag|vi|min son|min dotter|mamma|pappa|tyvärr) [tyvärr] (får|fick|har|har fått|har tyvärr) [tyvärr|fått]
            förhinder [{when}|på <mtg>|till <mtg>|till mötet {when}] [tyvärr] [<because>]
        (jag|vi) (måste|behöver|vill|skulle vilja|skulle behöva|får|tvingas) [tyvärr] (avboka|ställa in|boka av|
            lämna återbud) [till] [mötet|<mtg>|tiden|min tid|vår tid|{when}|<mtg> {when}] [{when}] [tyvärr]
            [<because>]
        (kan|får|går|skulle) (jag|vi|det|ni|du) [att|kunna] (avboka|ställa in|boka av|avboka tiden) [mötet|
            <mtg>|tiden|min tid|{when}] [{when}] [<because>]
        (avboka|ställ in|boka av|ställ in mötet) [mötet|<mtg>|min tid|tiden] [{when}] [<because>]
        (hur avbokar|hur ställer) (jag|man|vi) [in] [mötet|<mtg>|en tid|tiden|min tid]
        (måste|behöver) (avboka|ställa in|boka av) [mötet|<mtg>|tiden|{when}] [{when}] [<because>]
        (jag|vi) har [redan|tyvärr|ju] {reason} (då|{when}|den tiden|den dagen|samma tid|precis då|på den tiden|
            då så jag kan inte|då så det går inte|så jag kan inte|så jag kan inte komma|så det funkar inte|så
            det går inte|så jag hinner inte) [tyvärr] [så jag kan inte|så det går inte|så jag kan inte komma|så
            det funkar inte|så jag hinner inte|så vi kan inte]
        har [redan|tyvärr|ju] {reason} (då|{when}|den tiden|den dagen|samma tid|så jag kan inte|så jag kan inte
            komma|så det går inte) [så kan inte|så jag kan inte|så det går inte|så jag kan inte komma|tyvärr|så
            vi kan inte]
        (jag|vi) (ska|måste|är) [till|på|iväg på] {reason} (då|{when}|den tiden|den dagen|samma tid|så jag kan
            inte|så jag kan inte komma|då så jag kan inte|så jag hinner inte) [så jag kan inte|så jag kan inte
            komma|så jag hinner inte|tyvärr|så det går inte]
        (jag|vi) jobbar (då|{when}|den dagen) [tyvärr]
        (har glömt|glömde|glömt|missade|jag glömde|jag missade|jag har glömt|vi glömde|vi missade|jag glömde
            bort|jag har missat|råkade missa) [helt|av] <mtg> [{when}]
        (jag|vi) (försov mig|försov oss|har försovit mig|försovit mig) [till <mtg>|{when}|tyvärr]
        (försov mig|försovit mig) [till <mtg>|{when}|tyvärr]
        (inte|ej) {when} (<because>|tyvärr <because>)
        {when} (går|funkar) (bort|inte alls)
        (min son|min dotter|han|hon|mamma|pappa|mitt barn|sonen|dottern|grabben) (kan|kommer|hinner) [tyvärr]
            inte [komma|att komma|vara med|kunna komma|delta|att kunna komma|att kunna delta|att delta] (på
            <mtg>|till <mtg>|{when}|på mötet {when}|på <mtg> {when}|till mötet {when}) [tyvärr] [<because>]
        (jag|vi) hinner [tyvärr|nog] inte
        (jag|vi) har [tyvärr] inte (möjlighet|tid|någon möjlighet) [att] [komma|delta|vara med|närvara|medverka]
            [på <mtg>|till <mtg>|{when}|då] [<because>]
        har [tyvärr] inte (möjlighet|tid) [att] (komma|delta|vara med|{when}|på <mtg>) [på <mtg>|till <mtg>|
            {when}|då] [<because>]
        (jag|vi) (kan|vill) [tyvärr] inte gå (på|till) <mtg> [{when}] [<because>]
        (det|mötet|tiden|<mtg>|den tiden) krockar [tyvärr] (med|med min|med mitt|med en|med ett) [min|mitt|mina|
            en|ett|annat] {reason} [{when}|tyvärr]
        (det|tiden) krockar
        (jag|vi) slutar [skolan|jobbet|plugget|inte|först|träningen] [inte] [förrän|först] {when} [så jag kan
            inte|så jag hinner inte|så det går inte]
        måste [tyvärr] (lämna återbud|tacka nej|ställa in) [till <mtg>|till mötet|{when}] [<because>]
        (jag|vi) (måste|vill|får) [tyvärr] (lämna återbud|tacka nej|ställa in) [till <mtg>|till mötet|{when}|
            till mötet {when}] [<because>]
        (jag|vi) (är|blir) [tyvärr] (förhindrad|förhindrade|upptagen|upptagna|bortrest|bortresta) [{when}|då|på
            <mtg>|att komma|att delta] [<because>]
        (blir|är) (förhindrad|upptagen|bortrest) {when}
        (jag|vi) (är|sitter|har) [på|i] {reason} (då|{when}) [tyvärr]
        (jag|vi) ska (på|till|ha|iväg på) {reason} {when}
        (jag|vi) (jobbar|pluggar|tränar) {when} [tyvärr|så jag kan inte|så det går inte]
        (min son|min dotter|han|hon) har {reason} [då|{when}] [så han kan inte|så hon kan inte|så han kan inte
            komma|så hon kan inte komma]
        [det] (blir|blev) (inget|inte av) [för mig|för oss] (idag|{when}) [tyvärr]
        (jag|vi) får inte (ledigt|ledig|ledigt från jobbet|ledigt från skolan|gå från jobbet|gå från lektionen)
            [då|{when}]
        (jag|vi) (har|får|hittar) [tyvärr] (ingen|inte|ingen som kan) [barnvakt|skjuts] [skjutsa|skjutsa mig]
            [då|{when}|dit]
        [jag|vi] (kan|hinner) (inte|ej) tyvärr
        (jag|vi) kan tyvärr (inte|ej)
        sorry (kan|hinner) (inte|ej)
        (jag|vi) är inte (hemma|i stan|ledig|ledig då|kvar i stan) {when} [så jag kan inte|tyvärr]
        (jag|vi) (skippar|hoppar över|missar|uteblir från) (mötet|<mtg>) [{when}]
        (jag|vi) (kan|kommer) [tyvärr] inte (komma|vara med|närvara|delta) [på <mtg>|till <mtg>] [{when}] då
            (min man|min fru|jag|vi|min son|min dotter) (arbetar|jobbar|är bortrest|är borta|är sjuk|har
            {reason}|är på {reason}) [då]
        (kan|hinner|kommer) [tyvärr] inte {when} [men {when} (går|funkar|passar) [bra]]
        (jag|vi) måste (plugga|jobba|träna|plugga till prov|plugga till ett prov) {when} [så jag kan inte|så jag
            hinner inte|så jag kan inte komma]
        """,
    Intent.SICK: """
        (jag|min son|min dotter|vi|mitt barn|sonen|dottern|barnet|grabben|vårt barn) (är|blev|har blivit|ligger|
            ligger hemma|är hemma|blir|är fortfarande|har) <ill> [{when}|nu|hemma] [<ill_so>]
        (han|hon) (är|blev|har blivit|ligger hemma|är hemma|är fortfarande|har) <ill> ({when}|<ill_so>|{when}
            <ill_so>)
        (är|blev|blivit|har blivit|har|ligger|är fortfarande|är hemma|ligger hemma) <ill> [{when}|nu|hemma]
            [<ill_so>]
        <ill> [{when}|nu|hemma|tyvärr] [<ill_so>]
        (jag|vi) (kan|kommer|hinner) [tyvärr|nog] inte [komma|vara med|då|ses|att komma|att kunna komma]
            [{when}|på <mtg>|till <mtg>|till mötet {when}] [tyvärr] [för|eftersom|för att|pga|då] [jag|vi|han|
            hon|min son] [är|har|blev|ligger|har blivit] <ill>
        (kan|kommer) [tyvärr|nog] inte [komma|vara med|då|ses] [{when}|på <mtg>|till <mtg>] [tyvärr] [för|
            eftersom|för att|pga] [jag|vi] [är|har|blev|ligger] <ill>
        (min son|min dotter|han|hon|sonen|dottern) (kan|kommer) [tyvärr] inte [komma|att komma] [{when}|på
            <mtg>|till <mtg>] [för|eftersom] [han|hon] (är|har|blev|ligger) <ill>
        (barnen|barnet|lillebror|lillasyster|min lillebror|mamma|pappa|min mamma|syskonen|alla|hela familjen)
            (är|har) <ill> ({when}|så jag kan inte|så vi kan inte|så vi kan inte komma|så jag kan inte komma)
        (jag|vi) (vabbar|vabar|måste vabba|är hemma och vabbar|vab) [{when}|så jag kan inte komma|så vi kan inte
            komma]
        (vabbar|vabar|vab) [{when}]
        (jag|vi) vill (sjukanmäla|sjukanmäla mig|sjukanmäla min son|sjukanmäla min dotter) [{when}]
        (sjukanmälan|sjukanmäler mig) [{when}]
        (har|jag har) (varit sjuk|blivit förkyld|blivit sjuk|blivit magsjuk|fått feber|fått influensa|fått
            magsjuka|fått covid|fått halsont) [{when}|i helgen|hela veckan|så jag kan inte komma|tyvärr]
        (jag|vi) (känner mig|känner oss|tror jag är|tror att jag är|börjar bli) (sjuk|sjuka|förkyld|krasslig|
            febrig)
        (stannar|jag stannar|är|jag är) hemma (sjuk|med feber|för jag är sjuk|idag sjuk|pga sjukdom)
        (sjukdom|influensa|förkylning) [{when}]
        (jag|han|hon|vi) (måste|får|ska) stanna hemma (för|då|eftersom) [jag|han|hon|vi] (är|har) <ill>
        (jag|jag känner mig|känner mig) [lite] (hängig|krasslig|förkyld|dålig idag|dålig i magen|febrig)
            [{when}|så jag kan inte komma|så jag stannar hemma]
        är (hängig|krasslig|dålig idag) [så jag kan inte komma]
        är <ill> {when} så [jag] (kommer|kan) inte [komma]
        """,
    Intent.LATE: """
        (jag|vi|min son|min dotter|sonen|dottern) (blir|är|kommer|kan bli|blir nog|kommer nog|kommer bli|kommer
            att bli|kommer nog bli|blir tyvärr|kommer tyvärr|råkar bli|blir kanske|kommer kanske) [tyvärr|nog|
            bli|att bli] [typ|ungefär|cirka|ca|lite|några minuter|{minutes}|någon minut|nån minut|en stund|lite
            grann|runt {minutes}] (sen|sena|sent|för sen|för sent|försenad|försenade|senare) <late_tail>
        (blir|är|kommer|blir nog|kommer bli|kan bli|kommer nog) [typ|ungefär|cirka|ca|lite|några minuter|
            {minutes}|någon minut|nån minut|lite grann|runt {minutes}] (sen|sena|sent|försenad|försenade|senare)
            <late_tail>
        [typ|ungefär|cirka|ca|lite|runt] {minutes} (sen|sent|försenad|sena) <late_tail>
        (lite|någon minut|nån minut|några minuter) (sen|sent|försenad|sena) <late_tail>
        (försenad|jag sen|sen) <late_tail_must>
        (förlåt|sorry|ursäkta|ber om ursäkt) [för] [att|men] (jag|vi) (är|blir|kommer|blev|kommer bli) [lite|
            typ|{minutes}|några minuter] (sen|sena|sent|försenad) <late_tail>
        (jag|vi) (kommer|är där|är framme|är på plats|dyker upp|är hos er) [typ|ungefär|först|nog] om [typ|
            ungefär|ca|cirka|lite|runt] {minutes} <late_tail>
        (kommer|är där|är framme|där|framme) [typ|först|nog] om [typ|ungefär|ca|cirka|runt] {minutes}
            <late_tail>
        [jag|vi] (hinner inte|hinner nog inte|kommer inte hinna|hinner inte riktigt) [fram|komma|dit|vara där]
            (i tid|förrän {when}|till {when}|före {when}) [till <mtg>|{when}] <late_tail>
        [jag|vi] (hinner inte|hinner nog inte|kommer inte hinna) fram [till <mtg>] <late_tail>
        <vehicle> (är|blev|är typ|blir|har blivit) [{minutes}|lite|jätte] (sen|försenad|sent|sen idag|inställd|
            inställt|försenat) [så jag blir sen|så jag kommer sent|så jag blir {minutes} sen|så jag blir lite
            sen|så vi blir sena|{when}|igen|så jag kommer lite senare]
        (missade|jag missade|vi missade|missat|jag har missat|råkade missa) (bussen|tåget|tunnelbanan|
            spårvagnen|pendeln|min buss|skjutsen) [så jag blir sen|så jag kommer sent|så jag blir {minutes} sen|
            så jag blir lite sen|så jag kommer {minutes} sent|kommer om {minutes}|så jag kommer om {minutes}|
            blir sen|blir {minutes} sen]
        (jag|vi) (har|är) (lite|några minuter|{minutes}|typ {minutes}) [sen|försenad|kvar] [<late_tail_must>]
        (jag|vi) (sitter|är|står) [fast] i (trafiken|bilkö|kö|en bilkö) [så jag blir sen|blir sen|så vi blir
            sena|så jag blir {minutes} sen|och blir sen|blir {minutes} sen|(och|så) (blir|vi blir|jag blir)
            [lite|typ|ungefär|cirka|ca] [{minutes}] (sen|sena|försenade|försenad)]
        (det är|vi har) (kö|mycket trafik|stau|trafikstockning|strul med bussen|strul med bussarna|strul med
            tåget|stopp i trafiken) [på vägen] [så jag blir sen|så vi blir sena|så jag blir {minutes} sen|blir
            sen|så jag kommer lite sent]
        (kan|får) (jag|vi) komma [typ|lite|ca] [{minutes}|några minuter|en kvart] (sen|senare|sent|sena) [till
            <mtg>|{when}]
        (är|gör) det [okej|ok|något|nåt|lugnt] (att|om) (jag|vi) (kommer|blir) [typ|lite|ca] [{minutes}|några
            minuter|en kvart] (sen|senare|sent|sena) [till <mtg>|{when}]
        (vänta|börja) (inte på mig|utan mig|gärna utan mig|utan oss|inte på oss) (jag blir|vi blir) (sen|sena|
            lite sen)
        (har|jag har|vi har|har precis|jag) (missat|missade) (bussen|tåget|tunnelbanan|spårvagnen|min buss|
            pendeln) [<late_tail>]
        försenad {minutes} [<late_tail>]
        (blir|är) (ca|cirka|ungefär|runt|typ|nog|kanske) {minutes} (sen|sena|försenad|försenade) [<late_tail>]
        (fastnat|fastnade|jag har fastnat|har fastnat|vi har fastnat|fast) i (trafiken|bilkö|kö|köer)
            [<late_tail>] [blir sen|blir {minutes} sen|så jag blir sen]
        (kommer|är) (snart|strax) [framme|där] [men] [lite] (sen|försenad|sent)
        (kan|får) (jag|vi) komma {minutes} (senare|sent|sen) [till <mtg>|{when}]
        (jag|vi) (kommer|är där|är framme|dyker upp) [först|typ|nog|ungefär] {when} istället [så lite sen]
        (vänta|ge mig) [på mig]{minutes} [till]
        (börja|starta) (ni|utan mig) [så länge] [jag|vi] (blir|kommer) (sen|lite sen|sent|{minutes} sen)
        (det|jag) (blir|kommer) [nog] bli (lite|{minutes}) (sent|sen)
        (hinner|kommer) (inte fram|fram) (förrän|först) {when}
        (jag|vi) (letar|söker) efter (parkering|lokalen|en parkering)
        (är|jag är|vi är) (framme|där|hos er) om [typ|ca|cirka] ({minutes}|en stund|fem|tio|några minuter|nån
            minut) [<late_tail>]
        (kommer|jag kommer|vi kommer) (strax|snart|om en stund|om några minuter)
        (är|jag är|vi är) (snart|strax|nästan) framme
        {minutes} (till|kvar) så är (jag|vi) (där|framme)
        (är|jag är|vi är) på väg men (lite|{minutes}|blir|blir lite) (sen|sena|sent|försenad)
        (bussen|tåget|skjutsen) (kom|kommer|gick|dök) (inte|aldrig|precis|ifrån mig|inte upp) [blir sen|så jag
            blir sen|blir {minutes} sen|så jag blir {minutes} sen|jag blir sen]
        (tåget|bussen) är (inställt|inställd) [så] [jag] (blir|kommer) [lite|{minutes}] (sen|sent)
        (jag|vi) (springer|rusar|skyndar|skyndar mig|cyklar) [till bussen|dit|allt jag kan] (blir|är|kommer)
            [{minutes}|lite] (sen|sent)
        [har|jag har|jag] (försovit mig|försov mig) [blir|kommer|så jag blir|så jag kommer] [lite|{minutes}|om
            {minutes}] [sen|sent]
        (jag|vi) (är|kommer) (där|dit|fram|framme) {when}
        blir kanske [lite|{minutes}] (sen|försenad)
        (jag|vi) kommer [att] (vara|bli) [typ|ca|cirka|lite|ungefär] [{minutes}] (sen|sena|försenad|försenade)
            [till <mtg>|{when}]
        """,
    Intent.MAYBE: """
        (jag|vi) (vet inte|vet inte än|vet ej|är osäker|är osäkra|är inte säker|vet inte riktigt|är lite osäker|
            vet faktiskt inte|är inte helt säker) [på] [än|ännu] (om|ifall) (det (funkar|går|passar)|(jag|vi|min
            son|min dotter|mamma|pappa) (kan|kommer|hinner|kan komma|kan vara med|hinner komma|hinner dit|kommer
            kunna|kan då|är ledig|jobbar då|kommer kunna komma|kan {when}|hinner {when}|kommer hinna|får ledigt|
            kan ta ledigt|får komma)) [på <mtg>|till <mtg>|{when}|då|än]
        (vet inte|vet inte än|osäker|osäker på|inte säker på|är osäker på|är osäker|är inte säker på|är inte
            säker) (om|ifall) (det (funkar|går|passar)|(jag|vi) (kan|kommer|hinner|kan komma|kan vara med|hinner
            komma|hinner dit|kan då|kan {when})) [på <mtg>|till <mtg>|{when}|då|än]
        (kanske|kanske kanske|möjligen|möjligtvis|eventuellt|osäker|får se|vi får se|det får vi se|nja)
        (kanske|eventuellt|möjligen) [att] (jag|vi) (kommer|kan|kan komma|hinner|hinner komma|är med) [{when}|på
            <mtg>|till <mtg>]
        (jag|vi) (kanske|eventuellt) (kommer|kan|kan komma|hinner|hinner komma|kan vara med|inte kan|inte kan
            komma|inte kommer|inte hinner) [{when}|på <mtg>|till <mtg>|då]
        (jag|vi) kan (kanske|eventuellt|nog kanske) [komma|vara med] [{when}|på <mtg>|till <mtg>|då]
        [jag|vi] (ska|får|måste|behöver) [bara|först] (kolla|kolla upp|höra|fråga|stämma av|kolla med <family>|
            fråga <family>|kolla med jobbet|kolla med skolan|kolla schemat|kolla mitt schema|kolla kalendern|
            kolla i kalendern|
            höra med <family>|prata med <family> först|höra med jobbet|kolla med chefen|fråga chefen|fråga på
                jobbet|kolla med min chef|fråga läraren|kolla bussarna|kolla bussen|tänka|tänka på det|
                återkomma|kolla av|fundera|kolla lite) [först|lite|om jag kan|om det går|om det funkar|om jag är
                ledig|först om jag kan|{when}|och återkommer|så återkommer jag]
        (ska|får|måste) (kolla|kolla upp|kolla med <family>|fråga <family>|fråga chefen|kolla med chefen|kolla
            med min chef|kolla schemat|kolla med jobbet|höra med <family>|återkomma|fråga på jobbet) [först|om
            jag kan|och återkommer]
        (jag|vi) (återkommer|hör av mig|hör av oss|säger till|skriver) [senare|sen|om det|{when}|imorgon|när jag
            vet|så fort jag vet|när vi vet|med svar|snart] [om jag kan|när jag vet]
        (återkommer|hör av mig) [senare|sen|om det|{when}|när jag vet|med svar|snart]
        (jag|vi) (svarar|säger|meddelar) (senare|sen|{when}|imorgon|när jag vet)
        det beror på (bussen|jobbet|skolan|träningen|när jag slutar|hur jag jobbar|när träningen är|
            skolan då|schemat|mitt schema)
        (jag|vi) ska försöka [att] (komma|hinna|vara med|vara där|få ledigt) [men vet inte|{when}|men lovar
            inget|men jag vet inte]
        (kan|jag kan|vi kan) inte svara (på det|på det nu|nu|än|just nu|på det än)
        (jag|vi) (ger|lämnar|kommer med) besked [om det] [senare|sen|{when}|så snart jag kan|så fort jag vet|
            snart]
        (ger|lämnar) besked [senare|sen|{when}]
        kanske (inte|ja|nej|funkar|går)
        (jag|vi) ska [bara] (se|kolla|prova|försöka) [om det går|om jag kan|om jag hinner|om vi kan|vad jag har
            för schema|så gott jag kan] [komma|vara där] [på <mtg>|{when}]
        (tror|jag tror|vi tror) [att] [jag|vi|det] (kan|hinner|kan komma|kommer|funkar|går|går bra)
            [men] [är inte säker|{when}|på <mtg>|tror jag]
        (jag|vi) (tror inte|tror inte att) (jag|vi) (kan|hinner|kan komma|kommer kunna komma|hinner komma)
            ({when}|på <mtg>|till <mtg>)
        (antagligen|förmodligen|troligen|troligtvis|förhoppningsvis) [inte] [kan|kommer] [jag|vi] [komma|kan]
        (fifty fifty|50 50|svårt att säga|svårt att säga just nu|ingen aning än)
        (jag|vi) har inte (kollat än|hunnit kolla|fått schemat än|mitt schema än)
        (kan|jag kan) [kanske] inte lova [något|att jag kommer]
        (beror på|det beror på) (jobbet|bussen|skolan|träningen|hur jag jobbar|när jag slutar)
        (lite|är lite) osäker
        (kan|jag kan) svara (senare|sen|{when}|ikväll)
        (jag|vi) är inte säker på (att|om) (jag|vi) (kan|kan komma|hinner|kommer|hinner komma) [på <mtg>|till
            <mtg>|{when}]
        [jag|vi] (ska|får|måste) (höra|kolla|stämma av) med (jobbet|skolan|chefen|min chef|<family>) [först|om
            jag kan|och återkommer]
        kanske {when}
        [vi] får se om (jag|vi) (hinner|kan|kan komma|hinner komma|får ledigt) [{when}]
        """,
    Intent.OTHER_TIME: """
        (kan|får) (jag|vi) komma {when} (istället|i stället)
        (kan|skulle|kunde|får|går) (vi|man|ni|du|jag|det) [kunna|få|gå|typ] [att] (ta|ha|köra|flytta|byta|ändra|
            boka om|ses|träffas|boka|lägga|flytta fram|flytta på|ändra på|boka in|höras|
            byta tid på|boka in oss|ha mötet|ta mötet) [det|mötet|<mtg>|tid|dag|tiden|dagen|tid på <mtg>|dag på
            <mtg>|tiden på <mtg>|om|en ny tid|ny tid|ett nytt möte] [till|på|fram|bak] {when} [istället|i
            stället|istället för {when}|eller|då] [<because>]
        (kan|skulle|kunde|får|går|finns) (vi|man|ni|du|jag|det) [kunna|få|gå|någon möjlighet] [att] (flytta|
            byta|ändra|boka om|flytta på|ändra på|flytta fram|få|hitta|ta|boka|föreslå|ge)
            (det|mötet|<mtg>|tid|dag|tiden|dagen|tid på <mtg>|dag på <mtg>|tiden på <mtg>|en ny tid|ny tid|en
            annan tid|en annan dag|annan tid|annan dag|en senare tid|en tidigare tid|nån annan tid|min tid|vår
            tid|tiden för <mtg>|ett nytt datum) [lite|{when}|till {when}|istället|för <mtg>|fram|då] [<because>]
        (kan|kunde|skulle) (mötet|<mtg>|det) [kunna] (flyttas|bokas om|skjutas upp|vara|ligga|bli|flyttas fram|
            börja|ske) [till] [{when}|till {when}|en annan dag|vid en annan tid] [istället]
        <jag_vill> (flytta|ändra tiden på|byta tid på|flytta på|byta|ändra|boka om|skjuta upp|ha|byta tid på|få|
            boka) [på|om] (mötet|<mtg>|tid|dag|tiden|dagen|tiden på <mtg>|tiden för <mtg>|dagen för <mtg>|en ny
            tid|ny tid|en annan tid|en annan dag|annan tid|annan dag|en senare tid|min tid|vår tid|tid på <mtg>|
            mötet {when}|ett nytt datum) [till {when}|{when}|istället|då] [<because>]
        {when} kan (jag|vi) [istället|däremot|komma]
        {when} (passar|funkar|går|är|vore|hade varit|fungerar|blir) [mycket|lite|nog|för mig|för oss] (bättre|
            bäst|bra|bättre för mig|bäst för mig|bättre för oss|bra för mig|bra för oss|bra också|bra istället|
            toppen|skönare|perfekt) [för mig|för oss|istället|i stället|då|också|tack]
        [jag|vi] [kan|skulle kunna] (hellre|helst|gärna) {when} [istället|i stället]
        (jag|vi) (kan|skulle kunna|kan bara|kan däremot|kan också|kan istället|kan hellre|kan helst) [komma|ses|
            ta det|vara med] {when} [istället|i stället|hellre|bara|också]
        (jag|vi) (vill|föreslår|skulle vilja|vill gärna|vill hellre|vill helst|kan tänka mig|önskar) (ses|ha
            mötet|ha det|träffas|komma|ha <mtg>) {when} [istället|i stället]
        (funkar|passar|fungerar) [det] [med] {when} [istället|i stället|för er|för dig|också|bättre för er]
            [eller {when}]
        går det [bra] [med] {when} [istället|i stället|för er|för dig|också] [eller {when}]
        (funkar|går|passar) det (bättre|bra|lika bra) (på|för er|för dig) [{when}]
        (går|funkar) det [bra] (att ses|att ta det|att flytta det|om vi ses|om vi tar det|om jag kommer|med|att
            komma|att ha mötet|om vi kör|att flytta mötet) [till] {when} [istället]
        (vad sägs om|hur är det med|hur vore|vad säger ni om|vad säger du om|hur vore det med|hur funkar|hur
            passar|hur blir det med) {when} [istället|då]
        {when} (istället|i stället) [eller {when}]
        (när|vilken annan tid|vilka andra tider|vilken annan dag|vilka tider) (kan|finns|har|går) (ni|det|du|vi)
            [annars|istället|att välja på|lediga]
        (har|finns) (ni|det) [någon|nån|några] (annan tid|annan dag|andra tider|senare tid|tidigare tid|ledig
            tid|lediga tider|tid {when}|ledig tid {when}|annan tid {when}) [istället|{when}]
        (byt|ändra|flytta) (tid|dag|mötet|tiden|<mtg>|dagen) [till {when}|{when}|tack]
        (byta|ändra|flytta) (tid|dag|tiden|mötet)
        (ny|annan) (tid|dag) [tack]
        (för tidigt|det är för tidigt|det är lite tidigt|för tidigt för mig|kl {when} är för tidigt|{when} är
            för tidigt|{when} är lite tidigt) [på morgonen|för mig] [kan vi ta det {when}|kan vi ses {when}]
        är det möjligt att (flytta|ändra|byta|boka om|ses|ta det|träffas|ha mötet) [mötet|tiden|dag|
            tid|<mtg>|på <mtg>] [till|{when}] [{when}|en annan dag|istället]
        hur (ser|är) det [ut] [med] {when}
        (har|kan|är) (ni|du|samordnaren) [också] (tid|ledigt|lediga|möjlighet|ledig|ledigt) {when} [istället]
        (har|finns) (ni|det) [någon|nån] tid {when} [istället]
        (kan|får|skulle) (jag|vi) [kunna] (få|ha|boka|önska) (en annan tid|en ny tid|en tid {when}|en annan dag|
            tid {when}|annan tid|ny tid|en senare tid|en tidigare tid|ett nytt möte|nytt datum) [istället|tack]
        (jag|vi) (behöver|skulle behöva|måste|önskar) [få|en] (en annan tid|ny tid|annan tid|boka om|byta dag|
            byta tid|flytta mötet|en ny tid|flytta tiden|ändra tiden|ombokning) [till {when}|{when}|tack|
            istället]
        (vi|jag) (får|kan) (ta det|ses|höras|träffas) {when} [istället]
        (boka|byt|flytta|ändra) (om|till) [till] {when} [tack|istället]
        [finns det|har ni] (någon|nån) [annan] (tid|möjlighet|dag) (senare|tidigare|en annan dag|på
            eftermiddagen|på förmiddagen|på kvällen)
        (passar|funkar|går) (någon|nån|en) annan (dag|tid) [bättre]
        (senare|tidigare) (på dagen|i veckan|tid|hade varit bättre|vore bättre|passar bättre|skulle passa
            bättre|funkar bättre)
        (det|tiden|den tiden) är [lite|alldeles] (för tidig|för sen|för tidigt|tidigt|tidig) [för mig]
        vi (kör|tar|säger|kan ta|tar det|ses) {when} istället
        (kör|ta) (det|vi) {when} istället
        (någon|nån|en) annan (dag|tid|gång)
        (kan|får) (vi|man) säga {when} [istället]
        (jag|vi) kan inte då men [jag] (kan|funkar|går) {when} [istället]
        (passar|funkar) {when} [istället|bättre]
        (kan|får|går|skulle) (vi|det|man|ni) [kunna|att] skjuta (fram|upp) (mötet|<mtg>|tiden) [till {when}|
            {when}|lite]
        finns det (en|någon|nån) annan (tid|dag) [istället|{when}]
        (jag|vi) (kan|skulle kunna) (bättre|bäst|lättare) {when}
        """,
    Intent.STOP_REMINDERS: """
        (sluta|kan du sluta|kan ni sluta|vill att du slutar|jag vill att du slutar|jag vill att ni slutar|snart
            sluta) [med|att] (påminna|påminna mig|påminna oss|skicka <remind>|skicka mig <remind>|<remind>|
            påminnelserna|skicka påminnelser till mig|påminna mig om möten|påminna mig om mötet|påminna mig om
            mötena|skicka ut påminnelser|skicka <remind> till mig|påminna mig hela tiden) [hela tiden|nu|tack|om
            möten]
        (inga|inte|jag vill inte ha|vi vill inte ha|vill inte ha|jag behöver inte|behöver inte|behöver inga|vi
            behöver inga|jag behöver inga|jag vill inte få|vill inte få|vill slippa|jag vill slippa|slippa|jag
            skulle vilja slippa) [fler|flera|några|några fler|några mer|längre] (påminnelser|påminnelse|
            påminnelserna|notiser|notiserna) [längre|mer|tack|om möten|hela tiden|nu]
        (stoppa|stäng av|avsluta|ta bort|kan du stänga av|kan ni stänga av|kan man stänga av|hur stänger jag av|
            hur stänger man av|hur stoppar jag|kan jag stänga av|stäng ner|pausa|hur får jag bort|kan du stoppa|
            kan du ta bort|hur slipper jag|kan jag slippa|kan man slippa|kan jag få slippa) (påminnelser|
            påminnelserna|alla påminnelser|notiserna|notiser|mina påminnelser) [tack|då]
        påminn (mig|oss) inte [mer|längre|hela tiden|om möten|om mötena|om mötet] [längre|tack|mer]
        (du|ni) behöver inte (påminna (mig|oss)|påminna|skicka påminnelser|skicka [mig|oss] påminnelser) [mer|
            längre|hela tiden|om möten|om mötena|om mötet] [längre|tack|mer]
        (jag|vi) vill inte (bli påmind|bli påminda|ha sms om mötet|ha sms|ha sms om möten|ha meddelanden om
            möten|få påminnelser|få sms|ha de här påminnelserna|ha dina påminnelser) [längre|mer|hela tiden|tack]
        sluta [med att] skicka [så] [många|alla] (påminnelser|påminnelserna|sms|meddelanden om möten) [till mig|
            hela tiden|tack]
        (ingen|inga) (mer|fler) (påminnelse|påminnelser|notiser|sms) [tack]
        (slopa|skippa|avbeställ|avbeställa|säg upp|avregistrera|avanmäl) (påminnelser|påminnelserna|alla
            påminnelser|notiser)
        (jag|vi) (orkar|pallar) inte med (alla|dessa|så många) påminnelser
        <kan_du> (sluta|låta bli att) (påminna|påminna mig|skicka påminnelser|skicka så många påminnelser) [mig|
            hela tiden|tack]
        sluta påminna (mig|oss)
        (stoppa|stäng av|inga|sluta med) (sms|smsen|notiser|pushnotiser)
        """,
    Intent.REMIND_EVENING: """
        <remind_me> [bara|endast|hellre|helst|gärna|en gång] (<eve>) [om <mtg>|innan <mtg>] [istället|tack|bara|
            räcker]
        (bara|endast|det räcker med|räcker med|hellre) (<eve>|en påminnelse|en påminnelse <eve>|påminnelse <eve>)
            [räcker|tack]
        (en påminnelse|en gång|<eve>) räcker [tack]
        inte så många (påminnelser|notiser) [tack]
        [lite] färre (påminnelser|notiser) [tack]
        det (är|blir) för många påminnelser
        (jag|vi) vill inte (få|ha) så många påminnelser [längre|hela tiden|tack]
        (jag|vi) vill bara (ha|få) (en påminnelse|påminnelse <eve>|påminnelsen <eve>) [tack]
        (jag|vi) vill (ha|få) (färre påminnelser|bara en påminnelse|en påminnelse <eve>|påminnelsen <eve>) [tack]
        """,
    Intent.REMIND_MORNING: """
        <remind_me> [bara|endast|hellre|helst|gärna] (<morn>) [om <mtg>|innan <mtg>] [istället|tack|bara]
        (jag|vi) vill (ha|få) (en påminnelse|påminnelsen|påminnelser|påminnelserna) (<morn>) [istället|tack]
        (bara|endast|hellre) (på morgonen|påminnelse på morgonen|en påminnelse på morgonen) [tack]
        """,
    Intent.REMIND_TWO_HOURS: """
        <remind_me> [bara|endast|hellre|helst|gärna] (två timmar innan|2 timmar innan|två timmar före|ett par timmar
            innan) [om <mtg>|<mtg>] [istället|tack|bara]
        (jag|vi) vill (ha|få) (en påminnelse|påminnelsen) (två timmar innan|2 timmar innan) [istället|tack]
        (bara|endast|hellre) (två timmar innan|2 timmar innan) [tack]
        """,
    Intent.REMIND_ONE_HOUR: """
        <remind_me> [bara|endast|hellre|helst|gärna] (en timme innan|1 timme innan|en timma innan|timmen innan|en
            timme före) [om <mtg>|<mtg>] [istället|tack|bara]
        (jag|vi) vill (ha|få) (en påminnelse|påminnelsen) (en timme innan|1 timme innan) [istället|tack]
        (bara|endast|hellre) (en timme innan|1 timme innan) [tack]
        """,
    Intent.REMIND_USUALLY: """
        <remind_me> (som vanligt|som förut|som innan|båda gångerna|två gånger|både kvällen innan och två timmar innan)
            [igen|tack]
        """,
    Intent.REST_REMINDERS: """
        (paus|pausa) [tack]
        (paus|pausa|paus med) [påminnelser|påminnelserna|mina påminnelser|alla påminnelser|notiser|notiserna] (till|
            tills|fram till) {when} [tack]
        <kan_du> pausa [påminnelser|påminnelserna|notiserna] (till|tills|fram till) {when} [tack]
        (inga|vill inte ha|jag vill inte ha|jag vill inte ha några) påminnelser (förrän|före|till|fram till) {when}
            [tack]
        påminn (mig|oss) inte (förrän|före) {when} [tack]
        """,
    Intent.START_REMINDERS: """
        (påminn|kan du påminna|kan ni påminna|skulle du kunna påminna|skulle ni kunna påminna|vill du påminna)
            (mig|oss) [igen|gärna] [om mötet|om <mtg>|innan <mtg>|innan|{when}|om tiden|om möten|om mötena|om
            det|om mötet {when}] [{when}|igen|tack]
        (starta|slå på|sätt på|aktivera|sätt igång|kan du starta|kan du slå på|kan du sätta på|kan ni starta|kan
            ni slå på|hur startar jag|hur slår jag på|hur får jag|kan jag få|får jag|kan man få) [tillbaka|
            igång] (påminnelser|påminnelserna|en påminnelse|notiser|notiserna) [igen|tack|om möten|om mötet|på
            mötena|innan <mtg>|på]
        (jag|vi) (vill|skulle vilja|vill gärna) [ha|få|börja få] (påminnelser|påminnelse|en påminnelse|bli
            påmind|bli påminda|påminnelserna) [igen|tillbaka|om möten|om mötet|innan <mtg>|om <mtg>|tack]
        (skicka|kan du skicka|kan ni skicka) [mig|oss] (en påminnelse|påminnelse|påminnelser|ett sms) (innan
            <mtg>|om mötet|om <mtg>|dagen innan|igen|{when}|om tiden)
        (får|kommer|skickas) (jag|vi|det) [att|få|ut] [en|någon|några] (påminnelse|påminnelser) [om <mtg>|innan
            <mtg>|innan|om mötet]
        påminnelser (på|igen|tack|tillbaka)
        (jag|vi) (vill|skulle vilja|skulle gärna) [gärna] bli (påmind|påminda) [om mötet|innan <mtg>|dagen
            innan|igen|{when}]
        påminn (mig|oss) [gärna] [igen] {when}
        (jag|vi) (ångrar mig|vill ändå|behöver) [ha] påminnelser [ändå|igen]
        <kan_du> (sätta på|slå på|starta|börja skicka|skicka) påminnelser [igen|till mig]
        glöm inte (påminna|att påminna) mig [om mötet|{when}]
        """,
    Intent.CALL_ME: """
        ring [upp] (mig|mej|oss) [tack|idag|imorgon|{when}|när du kan|när ni kan|när du hinner|när ni hinner|när
            ni har tid|när du har tid|gärna|om du kan|om ni kan|gärna {when}] [tack]
        <kan_du> (ringa|ringa upp|slå en signal till|höra av sig till|höra av er till|kontakta|höra av dig till)
            [upp] (mig|oss) [tack|idag|{when}|när du kan|när ni kan|när ni hinner|när ni har tid|när du har tid|
            vid tillfälle|så fort du kan om mötet|om mötet|någon gång] [tack]
        (kan|kunde) (du|ni|samordnaren|min samordnare) ringa
        (jag|vi) (vill|skulle vilja|vill gärna|önskar|behöver) (att) (du|ni|någon|nån|samordnaren|min
            samordnare) ringer [upp] [mig|oss] [{when}|idag|när ni kan]
        (jag|vi) (vill|skulle vilja|vill gärna|önskar) (bli uppringd|bli uppringda|bli kontaktad|bli kontaktade|
            få ett samtal|få ett samtal från samordnaren) [tack|idag|{when}]
        (jag|vi) (vill|skulle vilja|vill gärna|behöver|skulle behöva) [få] (prata|snacka|komma i kontakt|tala)
            med (samordnaren|min samordnare|samordnare|en samordnare|vår samordnare) [om mötet|om <mtg>|idag|
            {when}|om tiden]
        (kan|får|skulle) (jag|vi) [kunna] [få] (prata|snacka|tala) med (samordnaren|min samordnare|samordnare|en
            människa|en riktig människa|en riktig person|vår samordnare|er på telefon|en samordnare) [om mötet|
            istället|idag|{when}|på telefon]
        (vill|vill gärna) (bli uppringd|prata med samordnaren|prata med min samordnare|snacka med samordnaren)
        <kan_du> be (samordnaren|min samordnare|någon|nån) [att] (ringa|ringa upp|kontakta|höra av sig till)
            [mig|oss] [tack|{when}|idag]
        be (samordnaren|min samordnare) [att] (ringa|kontakta|höra av sig till) [mig|oss] [tack|{when}]
        vill att (du|ni|någon|nån|samordnaren|min samordnare) ringer [upp] [mig] [{when}]
        (jag|vi) vill bli uppringd av (samordnaren|min samordnare|en människa)
        (kan|får|skulle) (jag|vi) [kunna] [få] bli (uppringd|kontaktad|uppringda|kontaktade) [av samordnaren|
            {when}|idag]
        (kan|skulle) (samordnaren|min samordnare) [kunna] (ringa|höra av sig|kontakta mig|ringa upp) [mig|till
            mig] [{when}|idag]
        (jag|vi) vill bli (ringd|uppringd|kontaktad)
        hör av (dig|er) till (mig|oss) [tack|{when}|när du kan|när ni kan]
        (jag|vi) (vill|skulle vilja) (prata|snacka) (i telefon|på telefon) [med (samordnaren|min samordnare)]
            [{when}]
        """,
    Intent.OUT: """
        <vill_inte> {who} [ska|skall|får|alltid] (<take_part>|är med) <long>
        <vill_inte> (ha med) {who} <long>
        <vill_inte> ha {who} (med|i gruppen|med i gruppen|i det här|i chatten|med i det här|i rummet) <long>
        [<kan_du>|jag vill att ni|jag vill att du|vi vill att ni] (ta bort|tar bort|kicka|kicka ut|plocka bort)
            {who} <long>
        [<kan_du>|jag vill att ni] (släng ut|slänga ut|slänger ut|kasta ut|kastar ut) {who} <ur>
        {who} (ska|skall|får|behöver) inte [längre] <take_part> <long>
        {who} (ska|får|behöver) (lämna gruppen|ut ur gruppen|bort från gruppen|bort från chatten|ut ur chatten|
            gå ur gruppen)
        (jag|vi) (vill|vill att ni) [att] (ta bort|tar bort|kicka) {who} <long>
        (jag|vi) [vill] (återkallar|återkalla|ångrar|ångra|tar tillbaka|ta tillbaka|drar tillbaka|dra tillbaka)
            (mitt samtycke|samtycket|vårt samtycke|samtycke) [(för|till) {who}]
        <kan_du> (ta bort|kicka|slänga ut|kasta ut) (alla|allihop|allihopa|alla andra|alla i gruppen|alla från
            gruppen)
        (ta bort|kicka|släng ut|kasta ut) (alla|allihop|allihopa|alla andra) [från gruppen|ur gruppen]
        (jag|vi) (vill|vill verkligen) inte [längre] vara med i (gruppen|sig|den här gruppen|sig-gruppen|
            insatsgruppen|insatsen|den sociala insatsgruppen) [längre|mer|mera|nu]
        (jag|vi) vill (gå ur|lämna|hoppa av|sluta i) (gruppen|sig|den här gruppen|sig-gruppen|insatsgruppen|
            insatsen|den sociala insatsgruppen) [nu|tack]
        (ta bort mig|kan ni ta bort mig|kan du ta bort mig) (från|ur) (gruppen|chatten|rummet|gruppchatten|den
            här gruppen|sig)
        [<kan_du>|jag vill att ni] (sluta|slutar) [att] dela (uppgifter|saker|grejer|information) [om mig]
        <vill_inte> <anyone> [ska|skall|får] (vara med|är med) <long>
        (kan|får) {who} (slippa vara med|lämna gruppen|tas bort|tas bort från gruppen|tas bort från chatten|
            kickas)
        (kan|får) jag slippa [ha] {who} (i gruppen|med i gruppen|med|i chatten)
        jag vill inte dela (något|nåt|saker|uppgifter|information) med {who} [längre|mer]
        jag vill ha bort {who} (från gruppen|ur gruppen|från chatten)
        vill inte [längre] [att] {who} [ska] (<take_part>|är med) <long>
        vill inte [längre] (ha med {who}|ha {who} med) <long>
        (jag|vi) vill (avsluta|bryta|säga upp|upphäva) [mitt|vårt] samtycke [till {who}|för {who}]
        (jag|vi) hoppar av (gruppen|<grupp>) [nu]
        (jag|vi) (går|vill gå) ur (gruppen|<grupp>) [nu]
        (jag|vi) vill att {who} (lämnar gruppen|lämnar chatten|tas bort från gruppen|tas bort|går ur gruppen|
            åker ut ur gruppen|ska bort från gruppen|slutar vara med|inte är med|inte ska vara med|försvinner
            från gruppen)
        (kan|går|får) (man|jag|vi|det) [att] (ta bort|kicka|plocka bort) {who} [från gruppen|ur gruppen|från
            chatten]
        (jag|vi) ångrar (att {who} är med|att jag sa ja till {who}|mitt ja till {who})
        (jag|vi) (tar|drar) (bort|tillbaka) [mitt] samtycke [för|till] [{who}]
        (måste|behöver) {who} (vara med i gruppen|vara i gruppen|vara med i chatten)
        (kan|får|ska) {who} (gå ur|lämna) (gruppen|<grupp>|chatten)
        """,
    Intent.IN: """
        (jag|vi) (vill|skulle vilja|vill gärna|önskar) att {who} [ska|också ska|också] (vara med|är med|får vara
            med|kommer med|bjuds in|ska få vara med|också är med|läggs till|kan vara med|deltar|ska delta) [i
            gruppen|på <mtg>|också|i det här|också i gruppen|på mötet {when}|på mötena|i chatten]
        (jag|vi) (vill|skulle vilja|vill gärna) (ha med|ha med också|bjuda in|lägga till|få med) {who} [också|i
            gruppen|på <mtg>|i chatten]
        (jag|vi) (vill|skulle vilja|vill gärna) ha {who} (med|med också|med i gruppen|med på <mtg>|i gruppen|där
            på <mtg>|på <mtg>) [också]
        (kan|får|skulle|kunde) {who} [också|få|kunna] (vara med|va med|få vara med|komma med|bjudas in|läggas
            till|delta|vara med också|bli inbjuden) [i gruppen|på <mtg>|också|i det här|på mötena|i chatten]
            [också]
        <kan_du> (bjuda in|lägga till|ta med|ta in|lägga in) {who} [också|i gruppen|till <mtg>|i chatten|på
            <mtg>]
        (bjud in|lägg till|ta med|ta in) {who} [också|i gruppen|till <mtg>|i chatten|till gruppen|på <mtg>]
        {who} (får|får gärna) (vara med|va med|vara med i gruppen|delta|vara med på <mtg>) [också|i gruppen|på
            <mtg>]
        (det|jag) (vore|hade varit|tycker) (bra|kul|skönt) om {who} (var med|kunde vara med|fick vara med) [i
            gruppen|på <mtg>|också]
        (går|är) det [möjligt|okej|bra] (att|om) (bjuda in|lägga till|ta med|{who} är med|{who} kommer med)
            [{who}] [i gruppen|till <mtg>|på <mtg>]
        <kan_du> (fixa|se till) så [att] {who} (är med|får vara med|kommer med) [i gruppen|på <mtg>]
        """,
    Intent.BACK_AGAIN: """
        {who} (får|kan) [gärna] (vara med|vara med i gruppen|komma med) igen [i gruppen]
        {who} (får|kan) [gärna] komma tillbaka (till gruppen|i gruppen)
        (kan|får|skulle) {who} [få|kunna] (vara med igen|komma tillbaka till gruppen|läggas till igen|komma med
            igen|bli med igen|vara med i gruppen igen) [i gruppen]
        (jag|vi) (vill|skulle vilja|vill gärna) att {who} [ska|får] (vara med igen|är med igen|kommer tillbaka
            till gruppen|komma tillbaka till gruppen|vara med i gruppen igen|är med i gruppen igen|läggs till
            igen) [i gruppen]
        (jag|vi) (vill|skulle vilja|vill gärna) (vara med igen|va med igen|vara med i gruppen igen|komma
            tillbaka till gruppen|gå med igen|tillbaka till gruppen|komma med i gruppen igen|ha med {who} igen|
            ha tillbaka {who} i gruppen|börja i gruppen igen|gå med i gruppen igen|tillbaka in i gruppen)
        (kan|får|skulle) (jag|vi) [få|kunna] (vara med igen|komma tillbaka till gruppen|gå med igen|vara med i
            gruppen igen|gå med i gruppen igen|komma med i gruppen igen|ångra att jag gick ur|ångra att jag
            hoppade av)
        (jag|vi) (ångrar mig|har ångrat mig|ångrat mig|har ändrat mig|ändrat mig|ångrar oss) (jag vill|vill|vi
            vill|{who} får|{who} kan|{who} ska) (vara med igen|vara med i gruppen igen|komma tillbaka till
            gruppen|vara med|ändå vara med|vara med ändå|vara med i gruppen) [ändå|igen|i gruppen]
        <kan_du> (lägga till|bjuda in|ta med|ta tillbaka|släppa in) {who} igen [i gruppen]
        (lägg till|bjud in) {who} igen
        """,
    Intent.SECRET: """
        <vill_inte> {who} [ska|skall|får|måste] <know> <it> <it>
        {who} (får|ska|skall|kan|måste|behöver) [absolut|verkligen|bara|väl] inte [längre] <know> <it> <it>
        (ni|du) (får|ska|behöver) [absolut] inte (säga|berätta|skriva|visa|prata|snacka) <it> (till|för|med)
            {who} <it>
        (säg|berätta|skriv|visa|skicka) (inte|inget|ingenting|aldrig) <it> (till|för) {who} <it>
        <vill_inte> (ni|du|att ni) (pratar|snackar|delar|berättar|skriver|säger) <it> (med|för|till) {who} <it>
        [<kan_du>|ni ska|du ska|ni måste|jag vill att ni|jag vill att du] (sluta|slutar) [att] (prata|snacka|
            dela|berätta|skriva) <it> (med|för|till) {who} <it>
        (kan|får) ni låta bli att (säga|berätta|skriva|prata) <it> (till|för|med) {who} <it>
        """,
    Intent.OTHER_COORDINATOR: """
        (kan|får|skulle|går) (jag|vi|man|det) [kunna|få|att] (byta|ha|få|byta ut) [till] [en|min|vår|ny] [annan|
            ny] (samordnare|samordnaren)
        (kan|får|skulle) (jag|vi) [kunna|få] (ha|få|byta till) (någon annan|nån annan|en annan) [person] som
            samordnare
        (jag|vi) (vill|skulle vilja|vill gärna|önskar|vill helst) (ha|byta|byta ut|få|byta till|ha en annan|byta
            till en annan) [en|min|vår] [annan|ny] (samordnare|samordnaren|samordnare än {who}) [tack|nu]
        (jag|vi) vill (ha|byta till|få) (någon annan|nån annan) som samordnare
        hur byter (jag|man|vi) samordnare
        (jag|vi) (vill|skulle vilja) inte ha (den här samordnaren|min samordnare|samordnaren|samma samordnare|
            den samordnaren) [längre|mer]
        (jag|vi) (kommer|går) inte (överens|ihop) med (samordnaren|min samordnare|vår samordnare)
        (byt|byta|ny|annan) samordnare [tack]
        (kan|får|skulle) (jag|vi) [kunna] få (någon annan|nån annan|en annan|en ny) [som] samordnare
        (går|är) det [möjligt] att (få|ha|byta till) (en annan|en ny|någon annan) [som] samordnare
        (jag|vi) vill inte ha {name} som samordnare [längre]
        (jag|vi) (gillar|trivs) inte [med] (min samordnare|samordnaren|vår samordnare)
        """,
    Intent.COMPLAIN: """
        (jag|vi) (vill|skulle vilja|vill gärna|tänker|tänker faktiskt) (klaga|lämna klagomål|lämna ett klagomål|
            lämna in ett klagomål|framföra ett klagomål|klaga på <mtg>|klaga på gruppen|klaga på samordnaren|
            klaga på soc|klaga på hur det sköts|överklaga|klaga på er|klaga på det här|klaga på beslutet|
            överklaga beslutet|klaga på mötet|klaga på sig|klaga på min samordnare|lämna synpunkter) [på <mtg>|
            på gruppen|på samordnaren|på er|på beslutet|på {who}]
        hur (klagar|överklagar) (man|jag|vi) [här|på er|på samordnaren|på gruppen|på det här]
        (hur|var|vart|till vem) (klagar|lämnar|framför|kan|ska|gör|överklagar) (man|jag|vi) [kan] (här|klaga|
            klagomål|ett klagomål|in klagomål|på er|på samordnaren|lämna klagomål|lämna ett klagomål|framföra
            klagomål|på gruppen|på det här|synpunkter|lämna synpunkter|om man vill klaga|om jag vill klaga|för
            att klaga|på beslutet|överklaga|på beslut|beslutet) [på er|på samordnaren|någonstans|på gruppen|på
            mötet]
        (jag|vi) (är|är inte) (missnöjd|missnöjda|nöjd|nöjda) med (mötet|gruppen|samordnaren|hur det funkar|er|
            insatsen|beslutet|<mtg>|hur det sköts|planen|min samordnare)
        (klagomål|synpunkter) [på <mtg>|på gruppen|på samordnaren]
        (kan|får) (man|jag|vi) (klaga|lämna klagomål|klaga på det här|överklaga|klaga på beslutet|överklaga
            beslutet|klaga på er|klaga på samordnaren|lämna synpunkter) [någonstans]
        (vem|vart|till vem) (klagar|vänder) (jag|man|vi) (till|hos|sig för att klaga|mig för att klaga|mig om
            jag vill klaga)
        (jag|vi) är (inte nöjd|inte nöjda|missnöjd|missnöjda) [alls] [med det här|med allt|med er|med hur det
            går]
        hur gör (man|jag|vi) [för att|om man vill|om jag vill] (klaga|överklaga|klaga på er|lämna klagomål|lämna
            synpunkter|klaga på samordnaren)
        """,
    Intent.MEET_ELSEWHERE: """
        (kan|skulle|kunde|får|går) (vi|man|det) [kunna|få|att|inte] (ses|träffas|ha mötet|ta det|ha det|ta
            mötet|köra|köra det|ha <mtg>|ta <mtg>|flytta mötet till|byta plats till|vara|höras|ha mötet typ)
            (någonstans|{place}) [istället|i stället|{when}|nästa gång|då] [{when}|istället]
        (kan|skulle|kunde|går) (vi|man|ni|det) [kunna|få|att] (byta|ändra|flytta) (plats|ställe|lokal|platsen|
            lokalen) [på <mtg>|för <mtg>|till <mtg>|{when}]
        (jag|vi) (vill|skulle vilja|vill gärna|vill hellre|vill helst|föredrar att) (ses|träffas|ha mötet|ha
            <mtg>|ta det|ta mötet|byta plats|ha det|byta ställe) [{place}|på <mtg>|för <mtg>] [istället|i
            stället|{when}]
        (jag|vi) (vill|vill helst) inte (ses|träffas|ha mötet|ha <mtg>|ha det) {place} [längre|{when}|igen|nästa
            gång]
        (hellre|helst) {place} [istället]
        {place} (istället|i stället|funkar bättre|passar bättre|är bättre|vore bättre|hade varit bättre) [för
            mig|för oss]
        måste (mötet|<mtg>|det|vi) (vara|ses|träffas|ha mötet) {place} [varje gång|{when}]
        (går|funkar) det [bra] (att ses|att ta det|att ha mötet|om vi ses|om vi tar det|att köra|att ta mötet)
            {place} [istället|i stället|{when}]
        (kan|skulle|kunde) (vi|man) [kunna] mötas {place} [istället|{when}]
        (finns|går) det (någon annan plats|någon annan lokal|möjlighet att ses {place}|möjlighet att ta det
            {place}|att byta lokal|att byta plats)
        (kan|skulle) (mötet|<mtg>|det) [kunna] (vara|hållas|ske|bli) {place} [istället|{when}]
        (jag|vi) (skulle|vill) (hellre|helst|föredra att) (ses|träffas|ha mötet|ta det) {place} [istället]
        (måste|behöver) (vi|det|mötet) (ses|vara|träffas) {place}
        (jag|vi) (vill|kan) [helst] inte komma till (soc|polisstationen|skolan|socialkontoret) [kan vi ses
            {place}]
        (är|går) det (möjligt|okej|bra) (att|om vi) (ses|ta det|tar det|ha mötet|träffas) {place} [istället]
        (jag|vi) vill inte [komma|gå] till (polisstationen|soc|socialkontoret|skolan) [på <mtg>|kan vi ses
            {place}]
        (kan|ska) vi ses på (fiket|ett fik|mcdonalds|max|donken|cafét|fritidsgården|biblioteket|stan) [istället|
            {when}]
        """,
    Intent.NOT_AT_MEETING: """
        <vill_inte> {who} [ska|skall|får] (vara med|vara|komma|är|är med|kommer|delta) (på <mtg>|till <mtg>|med
            på <mtg>|på mötet {when}|på mötena|på nästa möte) [längre|mer|{when}]
        <vill_inte> ha [med] {who} [med] (på <mtg>|på mötena|på mötet {when}) [längre|mer|{when}]
        <vill_inte> (träffa|möta|se|sitta med) {who} (på <mtg>|på mötena|på mötet {when}) [längre|mer|{when}]
        (måste|behöver|ska) {who} (vara med|vara|komma|vara där|delta) (på <mtg>|till <mtg>|på mötena|{when} på
            <mtg>)
        (måste|behöver) {who} [verkligen] vara med [varje gång|då]
        (kan|får|går|skulle) (vi|jag|det) [kunna|få|att] (ha|ta|köra) (mötet|<mtg>|ett möte|det|möte) utan [att
            ha med] {who} [är med] [{when}|istället]
        (kan|får) (jag|vi) slippa (ha [med]|träffa|möta|se) {who} [med] (på <mtg>|på mötena|på mötet {when})
            [då]
        (kan|får) {who} (slippa komma på <mtg>|stanna hemma från <mtg>|vänta utanför på <mtg>|slippa vara med på
            <mtg>)
        {who} (ska|får|behöver) inte (vara med|komma|vara) (på <mtg>|till <mtg>|på mötena|på mötet {when})
            [längre|{when}]
        inte {who} på <mtg>
        <vill_inte> {who} (kommer|ska komma|dyker upp) (på|till) <mtg> [{when}]
        (kan|får) {who} slippa (komma|vara med) (på|till) <mtg>
        (jag|vi) vill inte (sitta|vara|prata|ha möte) [med|i samma rum som|ihop med] {who} (på|under) <mtg>
        (går|kan) (det|vi) [att] [ha] (ha möte|ha mötet|mötet|ett möte) (utan|utan att) {who} [är med]
        (jag|vi) vill ha (mötet|<mtg>) utan {who}
        <vill_inte> {who} är (där|med) på (mötet|<mtg>)
        """,
    Intent.LANGUAGE: """
        (kan|skulle|kunde|får|går) (du|ni|vi|jag|det|man) [kunna|få|att] (skriva|prata|tala|ta det|få det|svara|
            byta|köra|snacka|ha det|få svar|få texten|få det här) [språk|mig] (på|till) {language} [istället|i
            stället|tack|här]
        (kan|talar|förstår|pratar|snackar) du [prata|tala|förstå|också] {language} [också]
        (byt|ändra|byta|ändra till|byt till) [språk|språket] [till|på] {language} [tack]
        [språk] {language} [tack]
        (jag|vi) (vill|skulle vilja|föredrar|kan bara|pratar|talar|förstår|vill gärna|behöver|önskar) [skriva|
            prata|ha det|ha|få det|bara|läsa|svara] [på] {language} [bättre|istället|bäst]
        (jag|vi) (kan|förstår|pratar|talar|läser) (inte|inte så bra|dåligt|dåligt med|inte bra|lite|bara lite)
            {language} [så bra|bra|alls]
        (hur|kan) (byter|ändrar|byta|ändra) (jag|man) språk [här|till {language}]
        (vilka språk|vilket språk) (kan du|finns|pratar du|förstår du|kan jag välja|kan man välja)
        (jag|vi) (pratar|talar|kan|förstår|skriver) (bara|bättre|mest|helst) {language}
        {language} (tack|istället|istället tack|om det går)
        (kan|går) (jag|det) [att] (få|ha|byta) (det|texten|allt|språk) (på|till) {language}
        (finns|har) (det|du|ni) [på] {language}
        (lättare|enkel|enklare|lätt) svenska [tack]
        (kan|skulle) (du|ni) (skriva|prata|förklara) (enklare|lättare|på enklare svenska|på lätt svenska)
            [svenska]
        """,
    Intent.INTERPRETER: """
        (tolk|en tolk|tolk tack|{language} tolk|tolk på {language}|tolk i {language}) [tack]
        (jag|vi|min mamma|min pappa|mina föräldrar|mamma|pappa) (behöver|vill ha|skulle behöva|skulle vilja ha|
            önskar) [en|ha] [{language}] (tolk|tolk på mötet) [på {language}|i {language}|till <mtg>|på <mtg>|
            som pratar {language}|som talar {language}|som kan {language}|tack] [på {language}|till <mtg>|på
            <mtg>]
        (kan|får|går|finns|kommer|har|blir) (jag|vi|man|det|ni|mamma|pappa|mina föräldrar) [få|att|ha|ordna|
            finnas|boka|att få|fixa|att vara|att finnas] [med] [en|någon] [{language}] tolk [på {language}|till
            <mtg>|på <mtg>|som pratar {language}|där|som talar {language}|med] [till <mtg>|på <mtg>|till mamma|
            till pappa]
        <kan_du> (boka|ordna|fixa|skaffa|beställa) [en] [{language}] tolk [på {language}|till <mtg>|på <mtg>|
            till mamma|till pappa|i {language}]
        (boka|ordna|fixa) [en] [{language}] tolk [till <mtg>]
        (finns|blir|kommer|är) det [att] [finnas|vara] [en|någon] [{language}] tolk [med|där] [på <mtg>|till
            <mtg>|{when}]
        (min|vår) {companion} behöver [en] tolk
        {companion} (behöver|vill ha) [en] [{language}] tolk [på <mtg>|på {language}|till <mtg>]
        (jag|vi|mamma|pappa) (behöver|vill ha|talar|pratar|förstår) [en|bara|inte] [{language}] [så] [jag|vi]
            (behöver tolk|tolk) [på <mtg>|till <mtg>]
        kommer [det] [en|någon] tolk (till|på) <mtg>
        """,
    Intent.OTHER_PHONE: """
        (jag|vi|min son|min dotter) (har|har fått|har köpt|fick|köpte|har bytt|bytte|har skaffat|skaffade|
            skaffat) [till] [en|ett] (ny|nytt|annan|annat|nya) (telefon|mobil|nummer|telefonnummer|iphone|lur|
            mobilnummer|sim|simkort|konto|mobiltelefon|samsung) [nu|idag|igår]
        (jag|vi) (har bytt|bytte|ska byta|har precis bytt) (telefon|mobil|nummer|telefonnummer|mobilnummer|
            konto|lur|telefonen|mobilen) [nu|idag|igår]
        (bytt|har bytt|fått ny|fått nytt|ny|nytt|har ny|har nytt) (telefon|mobil|nummer|telefonnummer|
            mobilnummer|lur) [nu]
        (min|mina) (nya|nytt) (telefon|mobil|nummer|telefonnummer|mobilnummer)
        (mitt|min) (gamla|förra) (telefon|mobil|nummer) (funkar inte|fungerar inte|är trasig|är sönder|gäller
            inte längre|används inte längre) [längre|nu]
        (min|mobilen|telefonen) [mobil|telefon|lur] (är|har gått|gick|har) (sönder|trasig) [nu|så jag har en ny|
            så jag skriver från en annan|så jag har lånat en]
        (jag|vi) (skriver|loggar in|är inloggad) (från|på|med) (en annan telefon|en annan mobil|en ny telefon|en
            ny mobil|min nya telefon|min nya mobil|en lånad telefon|en lånad mobil) [nu]
        (har|fick|köpt) [precis|just] (bytt|fått|köpt|en) [en|till] (ny|nytt|mobil|telefon|nummer) [mobil|
            telefon|nummer|telefonnummer] [nu]
        (jag|vi) (har|använder) [nu] en ny (mobil|telefon) [nu|och nytt nummer]
        (det här|detta|här) är mitt nya (nummer|telefonnummer)
        mitt nya nummer [är|har ni]
        """,
    Intent.NOT_ME: """
        det (är|var) [faktiskt] inte jag [som skriver|som skrev|som skrivit|som skriver här|som skrev det|som
            skrev det där|som svarade]
        (inte jag|det är någon annan) som (skriver|skrev|skrivit)
        (det är|du har|ni har) [fått] fel (person|nummer)
        (fel person|fel nummer)
        (det här|det) är (hans|hennes) (mamma|pappa|bror|syster|mormor|kompis|farmor|förälder) [som skriver]
        (det är|här är) (mamma|pappa|mamman|pappan|hans mamma|hennes mamma|hans pappa|hennes pappa) som skriver
        (jag|vi) är inte (ungdomen|den ni söker|rätt person|den du tror)
        (det här|detta) är (inte jag|någon annan|fel person|fel nummer)
        (jag|det) (skrev|var) inte (det|det där|jag) [jag|som skrev]
        (någon annan|min kompis|kompisen|lillebror|min lillebror|min syster|min bror) (skrev|har skrivit|skrev
            det|skrev det där|tog min mobil och skrev|skrev från min mobil)
        """,
    Intent.REMOVE_ME: """
        (ta bort mig|kan du ta bort mig|kan ni ta bort mig|jag vill att ni tar bort mig|ta bort mig nu|ta bort
            mig tack)
        """,
    Intent.CLEAR_AWAY: """
        (städa|städa här|städa chatten|rensa|rensa chatten|rensa här|kan du städa|kan du rensa|städa tack|kan du
            städa chatten|kan du rensa chatten|kan du städa här) [tack|nu]
        [<kan_du>] (radera|ta bort|rensa|tömma|töm|städa bort|dölja|dölj) (chatten|meddelandena|dina
            meddelanden|alla meddelanden|det du skrivit|det du skrev|dina svar|allt du skrivit|historiken|
            chatthistoriken|alla dina meddelanden|konversationen|våra meddelanden|det du skickat) [här|tack|nu]
        hur (raderar|rensar|tar|städar) (jag|man) [bort] (chatten|meddelandena|meddelanden|dina meddelanden|
            historiken|konversationen)
        """,
    Intent.UNDO: """
        ångra
        (jag|vi) (vill ångra|ångrar|vill ta tillbaka) (det jag valde|mitt val|valet|det valet|återkallelsen|att
            jag tog bort {who})
        """,
}

#: Questions of hardly a word. No other sentence follows them without an "och" between.
FRAGMENTS: Mapping[Intent, str] = {
    Intent.WHEN: """
        <nar> <tail>
        <nar> {when}
        (på|till|i) <nar>
        (tid|tiden|datum|mötestid|dag och tid|tid och dag)
        [alla] [mina|våra] (möten|mötena|mötestider) [tack]
        (mina|våra) tider [tack]
        (nästa|mitt nästa|vårt nästa|mitt|vårt) möte [tack]
        """,
    Intent.WHERE: """
        <var> [då|nu|igen|exakt]
        (plats|adress|lokal)
        """,
    Intent.HOW_LONG: "hur lång tid [ungefär|typ|då]",
    Intent.WHO_COMES: "vilka",
}

#: Sentences that count only while the bot's question is open: without it they may be a cry.
ANSWERS: Mapping[tuple[Asked, Intent], str] = {
    (Asked.MEETING, Intent.YES): """
        kommer {when}
        (kan|kommer|hinner|funkar|passar|går|kan absolut|kan då|kommer då|funkar bra|passar bra|går bra|går
            fint|kommer gärna|kan gärna|det gör jag|det kan jag|klart jag kommer|klart jag kan|är med|fixar det|
            ska dit|den kan jag|jag kan|vi kan|jag hinner|hänger på)
        det (går|funkar|gör det|kan jag|kan vi)
        """,
    (Asked.MEETING, Intent.NO): """
        (nej|nä|nope|nepp|nej tyvärr) [jag|vi] (kan|kommer|hinner) inte
        (kan|hinner|kommer|funkar|passar|går) (inte|ej) [då|tyvärr]
        (jag|vi) (kan|hinner|kommer) (inte|ej) [då|tyvärr]
        (nej|nä) (det|den tiden) (funkar|passar|går) (inte|ej) [för mig|för oss]
        (helst inte|absolut inte|tyvärr inte|inte då|ej möjligt|nej inte då)
        """,
    (Asked.MEETING, Intent.CANNOT): """
        [jag|vi|har] [har] [redan|ju|tyvärr] {reason} [då|{when}|tyvärr]
        (jag|vi) (ska|måste|är) [till|på|iväg på] {reason} [då|{when}|tyvärr]
        (måste|ska|är) [till|på] {reason} [då|{when}|tyvärr]
        (på grund av|pga|för) {reason}
        """,
    (Asked.MEETING, Intent.MAYBE): """
        [jag|vi] (vet inte|vet ej|vet inte än|vet inte riktigt|vet faktiskt inte) [än|ännu|riktigt]
        (jag|vi) är (osäker|osäkra|inte säker)
        (kolla sen|kollar|ska kolla|jag kollar|ska se|vi får se hur det blir|kanske kanske inte|beror på|det
            beror på)
        """,
    (Asked.MEETING, Intent.OTHER_TIME): """
        [men|helst|hellre|typ|kanske|bara|gärna] {when} [istället|då|kanske|tack]
        """,
    (Asked.TIME, Intent.OTHER_TIME): """
        [jag|vi] [kan|helst|hellre|typ|kanske|bara|gärna|kan typ|kan bara|kan helst|skulle kunna] [på|komma|ses]
            {when} [istället|då|kanske|tack|om det går|funkar|går bra|passar|går|passar bra|funkar bra|passar
            mig|passar bäst|är bäst|går också bra|är bra]
        """,
}

#: Answers to whether they can come that are a cry beside any other sentence.
ALONE = "[jag|vi] (orkar|vill) (inte|ej) [då|idag|imorgon]"

#: Said to nothing, around other words, or alone.
SMALL: Mapping[Intent, str] = {
    Intent.GREETING: """
        (hej|tjena|tja|tjenare|tjo|tjabba|halloj|morrn|morsning|god morgon|godmorgon|god dag|goddag|god kväll|
            god eftermiddag|god middag|hejsan svejsan|tjenis|tjabbatjena|hej hej|hej igen|hej på dig|hej på er|
                hej bot|hej boten|hej assistenten|hej på dig också|
            hejhej|tjenixen|salam|salamu alaikum|selam|hej där|hej du|hej alla|hej allihopa|hej allihop|hallå
                där)
        (hej|halloj|tjena|hejsan|tja|tjabba) (bot|boten|robot|roboten|bror|bre|bro|mannen|kompis|brush)
        (hej|tjena|hallå|hejsan|god morgon|god dag|hello|hi|hey) {name}
        [hej|tja|tjena] (hur är det|hur är läget|läget|hur är det med dig|hur mår du|allt bra|hur går det|hur är
            läget idag|hur mår du idag|allt väl|allt gott|hur har du det|hur står det till|hur är det idag)
        """,
    Intent.THANKS: """
        (tack|tackar|tusen tack|stort tack|tack tack|tackar tackar|tack då|tack på förhand|tackar så mycket|
            många tack|tack du|tack ska du ha|tack iallafall|tack iaf|tack i alla fall|tack detsamma|tack själv|
            tack tack tack|tack igen)
        tack så (mycket|jättemycket|hemskt mycket|väldigt mycket|jätte mycket) [för (hjälpen|svaret|det|
            informationen|infon|påminnelsen|all hjälp|snabbt svar|all information)]
        (tack|tusen tack|stort tack|många tack|tackar) för (hjälpen|svaret|det|infon|informationen|påminnelsen|
            svar|beskedet|info|att du svarade|att ni
            svarade|snabbt svar|snabba svar|det snabba svaret|att du påminner|att du påminde|att ni påminner|att
            ni påminner om mötet|mötet|ett bra möte|idag|senast|påminnelse|tipset|att du kollade|att du fixade
            det|igår|samtalet|återkoppling|återkopplingen) [mig|igår|idag]
        (det var|du är|du är så|ni är|vad) (snällt|schysst|bra svar|hjälpsam|hjälpsamma|bra)
        tack (vad bra|så bra|vad snällt|det var bra|det var snällt)
        """,
    Intent.FINE: """
        (vi hörs|hörs|ok bossen|okej boss|fan va najs|vad nice|nice bre|ha det gött|ha det bra|ha det|
            ser bra ut|det ser bra ut|okej det låter bra|bra tack|bra|jättebra|toppen|perfekt|super|kanon|fint|
            finfint|najs|nice|schysst|schyst|soft|grymt|fett|gött|
            utmärkt|underbart|härligt|aha|jaha|jaså|mm|mhm|mhmm|aight|ait|lugnt|lungt|asbra|bra då|okej då|ok
            då|jo|nåväl|right|visst|såklart|absolut|självklart|uppfattat|noterat|förstått|fattar|förstår|kk|
            sure|cool|kul|braa|vad bra|va bra|så bra|okej bra|tummen upp|toppenbra|fantastiskt|najs då|alright|
            jajemen|jajamän|deal|bet|sant|exakt|precis|stämmer|det stämmer|aa|ah|oki|okidoki|okej okej|inga
            problem|inget problem|no problem|ingen fara|ingen fara alls|det är lugnt|det är ingen fara|lugnt
            bre|det är okej|det är bra|det blir bra|det låter bra|låter bra|låter toppen|det är chill|chill|
            chillt|då vet jag|då vet vi|då vet jag det|bra att veta|jag förstår|jag fattar|vi förstår|då förstår
            jag|då gör vi så|vi gör så|då säger vi så|vi säger så|så gör vi|då kör vi|det gör vi|vi kör på det|
            då kör vi på det|det var det jag ville veta|bra jobbat|snyggt|har uppfattat|jag har läst|läst|jag
            har sett det|sett|okej det är bra|helt okej|helt ok|skönt|vad skönt|va skönt|vad kul|va kul|roligt|
            det är fett|vad roligt|trevlig helg|ha en bra dag|ha en fin dag|ha en trevlig helg|detsamma|önskar
            detsamma|trevlig kväll|ha en trevlig kväll|ha en bra kväll|ha en bra helg|mycket bra|bra bra|toppen
                bra|bra då så|okidok|då så)
        """,
    Intent.LAUGHTER: """
        (haha|hehe|hihi|lol|asg|asgarv|asgarvar|hahaha|ahaha|fniss|lmao|rofl|xd|asroligt|jag garvar|du är rolig|
            du är kul|haha du är rolig|vad rolig du är|höhö|hoho|asså haha|haha okej|lolz)
        """,
}

OK = "(okej|okej då|okej okej|jaja)"
#: A yes, where whether they can come is asked.
GLAD = """
    (bra|toppen|perfekt|lugnt|gärna|visst|såklart|absolut|självklart|klart|jättebra|super|najs|nice|det är
        lugnt|det är bra|låter bra|det låter bra|inga problem|fint|kanon|jättegärna|klockrent|jajemen)
    """
YES = """(ja|japp|jepp|jadå|jo|yes|yep|yeah|jajamän|jajemen|ja absolut|absolut ja|ja gärna|ja tack|ja
    självklart|ja visst|javisst|jomen|jorå|ja då|ja såklart|såklart|jaa|ja det går bra|ja det funkar|jupp|yess|
    jao|ah ja|aa|aaa|ja okej|ja ok|men ja|yesbox|jamen visst|jovisst)"""
NO = """(nej|nä|nope|nepp|nej tack|nej tyvärr|nejdå|nej då|nix|nää|nah|nej det går bra|nej det är bra|nej det
    behövs inte|nej inte än|nej inget mer|tyvärr nej|tyvärr inte|nej ingenting)"""

#: What may stand around sentences and says nothing.
OPENERS = """
    (fan|shit|shuno|nja|njae|njä|ja hej|jo hej|hej ja|det är (mamman|pappan|{called})|{called} här|alltså jo|hallå igen|
        asså|alltså|men|och|så|förresten|btw|du|ni|hörru|hörni|ey|yo|bre|shu|bror|bro|brush|brorsan|mannen|kompis|
        abow|wallah|ursäkta|ursäkta mig|sorry|oj|ops|hmm|eh|öh|men du|men asså|jo|okej så|ah|jo men|hallå|fråga|
        en fråga|en till fråga|snabb fråga|en snabb fråga|liten fråga|kort fråga|jag har en fråga|har en fråga|
        hade en fråga|vi har en fråga|jag hade en fråga|två frågor|jag har två frågor|en sak till|en sak|bara en
        sak|jag ville bara säga att|jag ville meddela att|vill bara meddela att|jag vill bara säga att|ville
        bara säga att|vi vill meddela att|jag vill meddela att|jag vill bara meddela att|ville bara meddela att|
        tänkte säga att|tänkte bara säga att|jag tänkte säga att|bara så du vet|bara så ni vet|tänkte på|sorry
        att jag stör|ursäkta att jag stör|sorry att jag skriver sent|förlåt att jag stör|sorry för sent svar|
        ursäkta sent svar|sorry sent svar|det är {name}|{name} här|till samordnaren|till dig|säg till
        samordnaren att|meddela samordnaren att|kan du säga att|kan du säga till att|kan du meddela att|kan ni
        säga att|kan du säga till samordnaren att|kan du meddela samordnaren att|hälsa samordnaren att|hälsa
        att|kan du hälsa att|här är {name}|tyvärr|dessvärre|tyvärr så|i alla fall|iaf|iallafall|jag undrar en
        sak|undrar en sak|vi undrar en sak|åh|ja just det|just det|juste|juste ja|jo just det|också|sen också|
        sen|och sen|fast|eller|eller så|helt ärligt|ärligt|ärligt talat|seriöst|på riktigt)
    """

#: Before a question.
ASKS = """
    [jag|vi|min son|min dotter|mamma|pappa|han|hon|min man|min fru|mitt barn] (undrar|undrar bara|undrade|
        undrade bara|funderar på|funderade på|funderar|ville fråga|ville bara fråga|tänkte fråga|tänkte bara
        fråga|tänkte kolla|ville kolla|ville bara kolla|vill bara kolla|vill veta|vill bara veta|skulle vilja
        veta|skulle vilja fråga|vill fråga|vet inte|skulle behöva veta|behöver veta|måste veta|minns inte|har
        glömt|glömde|kommer inte ihåg|har en fråga om|skulle gärna vilja veta|vill gärna veta|ska bara kolla|
        kollar bara) [om|lite]
    (vet|minns) (du|ni) [om]
    (har (du|ni) [någon|nån] (koll|aning) (på|om))
    (kan du kolla|skulle du kunna kolla|kan ni kolla) [om]
    <kan_du> (säga|berätta|svara på|tala om|kolla|förklara|skriva|meddela|påminna mig om|upplysa mig om) [mig|
        oss|för mig|för oss] [igen|om|lite]
    (säg|berätta) [mig|för mig]
    (kan|får|skulle) (jag|vi) [kunna] (få veta|fråga|få reda på|ställa en fråga|få svar på|få fråga|få
        information om) [bara|dig|er|en sak|om]
    (stämmer det att|är det sant att)
    """

#: Between two sentences: another must follow.
LINKS = """(och|men|eller|så|sen|också|och sen|samt|plus|och också|för|dessutom|då|och förresten|men också|och
    även|och dessutom|sen då)"""

#: Behind sentences.
CLOSERS = """
    (eller så|tack hej|kan man säga|
        bre|bror|bro|brush|mannen|wallah|asså|eller|va|då|typ|liksom|ba|len|undrar jag|undrar vi|eller hur|eller
        vad|eller inte|rätt|sorry|sorry för det|tyvärr|igen|frågetecken|punkt|hörru|kompis|shu|abow|jag undrar|
        undrar|undrar bara|om man får fråga|om jag får fråga|vet du|vet ni|vet du det|vet ni det|ju|lixom|
        alltså|ursäkta|hoppas det är okej|hoppas det går bra|hoppas det är lugnt|om det går|om det går bra|om
        det är okej|kan du skicka den igen|kan du skicka det igen|kan ni skicka den igen|kan du säga det igen|
        kan du påminna mig|om möjligt|svar tack|svara gärna|svara när du kan|svara när du hinner|tacksam för
        svar|tacksam för snabbt svar|vore tacksam för svar|hör gärna av er|hör av er|hör av dig|återkom gärna|
        säg till|jag vill bara veta|bara undrar|bara en fråga|sådär|om ni kan|om du kan|i så fall|isåfall|
        seriöst|på riktigt|ärligt|lol|iaf|iallafall|i alla fall)
    ([med|med en] vänlig hälsning|med vänliga hälsningar|vänliga hälsningar|vänligen|mvh|hälsningar|hälsning|vh|
        hälsar) [{called}|{called} {called}|{name}|{who}|mamma|pappa|mamman|pappan]
    """

FILLERS = _words(
    """typ liksom lixom asså alltså aså ba bre len wallah wlh wallahi eh eeh öh ööh hmm ju väl faktiskt
    egentligen ey också oxå tyvärr bara igen ens redan fortfarande verkligen nog gärna ungefär ca cirka
    exakt ändå iaf iallafall dessvärre dock just"""
)
