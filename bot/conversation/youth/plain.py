"""The plainest everyday words: a clause of nothing else that names a practical thing is offered to be passed on.

What people ask and tell of school, work, sport, phones, papers and times is said in more ways than any list of
sentences holds. So these words may stand in any order. Each of them was weighed: none names another's doing, a place
to be or flee to, a body, a feeling or an end, so that what a cry needs is not here. What would be such a word, and is
harmless beside one other, stands in ``PHRASES``. A clause without a word of ``ANCHORS`` or a thing is none.
"""

from __future__ import annotations

from bot.conversation.youth.talk import SEASONS, TALK


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Practical things. One of them makes a clause of plain words a practical one.
_PRACTICAL = _words("""mötet möte möten mötena mötestid träffen uppföljningen tiden tider tiderna datum datumet
lektion lektionen lektioner lektionerna prov provet proven matte matten engelska engelskan svenska svenskan
idrotten skolan plugget läxa läxan läxor läxorna uppsats uppsatsen inlämning inlämningen redovisning
redovisningen betyg betyget betygen klass klassen kursen kurs gymnasiet linje linjen studenten rasten schemat
schema mentor mentorn läraren lärare lärarna jobb jobbet sommarjobb sommarjobbet extrajobb extrajobbet praktik
praktiken praktikplats praktikplatsen prao cv cvt ansökan ansökningen ansökningar intervju intervjun lön lönen
arbetsgivaren arbetsgivare intyg intyget träning träningen träningar match matchen matcher cup cupen turnering
laget lag fotboll fotbollen fotbollsläger lägret läger innebandy hockey basket handboll gym gymmet gymkort
boxning simning mål fritidsgården gården biblioteket badhuset busskort busskortet parkering parkeringen
parkeringsplats app appen element chatt chatten notis notiser notiserna lösenord lösenordet inloggning
inloggningen konto kontot verifiera verifiering verifierad kod koden pinkod nummer numret telefonnummer mejl
mejlen mejladress mail mailen länk länken skärm skärmen batteri batteriet laddare laddaren wifi internet surf
uppdatering uppdateringen inställningar inställningarna dator datorn surfplatta ipad iphone android samsung
mikrofonen kameran ljudet språk språket brev brevet blankett blanketten blanketter papper papperet papperen
kallelse kallelsen inbjudan protokoll protokollet anteckningar anteckningarna dagordning dagordningen samtycke
samtycket underskrift körkort körkortet körkortsteori moppekort uppkörning uppkörningen teoriprovet teorin
körlektion fika fikat mackor lunch lunchen kommunen handläggare handläggaren samordnare samordnaren tolk tolken
vårdnad hiss hissen rullstol barnvagn adress adressen lokal lokalen våning entrén receptionen kontoret
påminnelse påminnelser påminnelserna påminnelsen insatsen insats gruppen insatsgruppen sig planen
handlingsplanen uppgifterna listan bocka reseersättning ersättning studievägledare syv studiebidrag csn
skolskjuts fritids förskolan telefonen meeting meetings appointment class classes lesson lessons test tests exam
exams homework grade grades maths math english swedish school teacher teachers essay schedule job internship
application interview shift practice training game team football soccer basketball tournament goals chat
notification notifications password login account verify verification code number email link screen battery
charger update settings laptop computer phone language letter form forms paper papers invitation minutes agenda
consent license licence driving permit bus parking elevator coordinator interpreter office address reminder
reminders group tasks list mattelärare mattelärarn engelskalärare idrottslärare idrottsläraren klassföreståndare
klassföreståndaren lärarn slöjden slöjd hemkunskapen musiken fysiken kemin biologin historian religionen
samhällskunskap so no franskan spanskan tyskan moderna språkval programmet program gymnasium gymnasieval
gymnasievalet gymnasieprogram elprogrammet fordonsprogrammet byggprogrammet introduktionsprogram komvux
folkhögskola högskola universitet antagning antagningen antagningspoäng merit meritpoäng nian ettan läsåret
skolår skolstart skolavslutning skolavslutningen friluftsdag studiedag lovskola sommarskola läxhjälp läxhjälpen
bok boken böcker böckerna skolbok matteboken skåp skåpet skåpnyckel skoldator skoldatorn paddan chromebook
classroom google teams zoom schoolsoft vklass unikum edlevo arbetet arbete grupparbete projekt projektet
presentation presentationen tal talet nationella uppgift närvaro närvaron frånvaro frånvaron frånvarorapporten
ogiltig giltig sjukanmälan ledighet ledigheten ledighetsansökan utvecklingssamtal utvecklingssamtalet elevhälsan
elevhälsa anpassningar anpassningarna åtgärdsprogram kartläggning kartläggningen stödundervisning resurs
assistent elevassistent specialpedagog studiehandledning modersmål modersmålet praktikhandledare
praktikhandledaren handledare handledaren arbetsplats arbetsplatsen anställning anställningen kontrakt
kontraktet cv-mall personligt referens referenser timlön timlönen passet passen arbetsförmedlingen feriejobb
feriejobbet helgjobb körkortstillstånd körkortstillståndet synintyg riskettan risktvåan övningsköra
övningskörning handledarkurs handledarkursen körskola körskolan bilprov moppe moppen a-traktor epa cykeln
cykelhjälm hjälm buss bussen bussbiljett tågbiljett biljett biljetter biljetten skolbuss hållplatsen busstider
bussarna västtrafik sl länstrafiken resekort resekortet skjuts parkeringsbiljett tidtabell träningsläger
träningskläder fotbollsskor skridskor klubba racket boll bollar målvakt anfallare mittback division serien
tabellen hall hallen simhallen ishallen omklädningsrum matchtröja tröjnummer medlemskap medlemsavgift
medlemsavgiften avgift avgiften boxningen judo karate mma thaiboxning padel tennis dans dansen musikskolan
kulturskolan gitarr gitarren trummor kör kören teater teatern scouterna esport cs fortnite fifa playstation xbox
minecraft spelet turneringen derbyt finalen poäng skärmtid ios version versionen systemet webbläsare webben
skrivaren skrivare skrivarkod usb hörlurar laddkabel operatör telia comviq tele2 telenor abonnemang abonnemanget
simkort simkortet roaming täckning täckningen bankid freja swish kontonummer bankkonto bankkort mobilbank
e-legitimation personnummer legitimation id-kort id-kortet profilbild profilbilden användarnamn användarnamnet
notisinställningar aviseringar meddelanden meddelandet meddelande tråd tråden gruppchatt emoji emojis gif
sticker röstmeddelande kryptering dekryptera dekrypterat enhet enheten sessionen session nyckelbackup
säkerhetsnyckel backup återställa återställning bugg buggar krasch handlingar handlingarna journal journalen akt
akten utredning utredningen beslut beslutet ärende ärendet handläggning handläggningen utdrag kopia kopior
översättning översatt översatta fullmakt fullmakten bidrag bidraget fritidsaktiviteter fritidsaktivitet
fritidspeng kort kortet presentkort medlemskort broschyr broschyren infoblad hemsida hemsidan växeln telefontid
telefontider öppettider öppettiderna reception bokning bokningen bokningar ombokning avbokning lista
schemaändring kalender kalendern outlook punkt punkter agendan ordförande sekreterare föräldramöte föräldramötet
föräldragrupp föräldragruppen utbildning utbildningen föreläsning föreläsningen kontaktperson kontaktpersonen
stödperson stödfamilj uppföljning avstämning avstämningen fikabröd bullar bulle kaffe saft kaka kakor pizza
glass macka frukt lunchlåda matlåda skolmaten matsalen cafeterian stolar stolarna bord bordet projektor
whiteboard luften temperaturen skyltning skylt skyltar skylten entré entre ingång ingången ramp parkeringshus
p-hus p-skiva semester semestern julavslutning luciatåg luciatåget generalrepetition konsert konserten
studentskiva bal balen klassresa klassresan utflykt utflykten festival festivalen bio filmen text bokmärke nyhet
väder vädret snö regn attendance report transcript subject subjects geography science history spanish french
college university course courses tutor tutoring cafeteria locker book books textbook project deadline
assignment assignments boss shifts salary paycheck contract reference internships workplace supervisor bike
bicycle moped helmet ticket tickets buses ride timetable jersey cleats league season goalie membership fee fees
guitar drums band concert profile username operator sim data id messages thread voice encryption decrypt device
bug file decision copy copies translation translated brochure website switchboard opening hours booking calendar
activity activities snacks coffee cake sandwiches windows chair chairs table sign entrance vacation trip movie
weather snow rain allergi nötallergi allergier mjölkallergi specialkost fläskkött personuppgifter dataskydd gdpr
register
registret deltagarna mörkt-läge teckenstorlek typsnitt punktlista ansökningsdag ansökningstid ansökningstiden
sommarjobbsansökan sommarjobben timlön läkarintyg sjukintyg sjukskrivning vikariat arbetsgivarintyg anställningsbevis
besöksparkering parkeringsautomat hållplats busstid busslinje resekostnad läxhjälpen mattehjälp studiero grupprum
klassrum klassrummet skolfoto studievägledning gymnasiemässa prova-på utvecklingsplan studieplan studieplanen
individuella individuell nyhetsbrev veckobrev veckobrevet matsedel matsedeln inloggningssidan hemsidan webbplats
webbplatsen pdf bilaga bilagan bilagor formuläret formulär enkät enkäten skolbiblioteket rastvakt klubben föreningen
styrelsen träningstid träningstider matchtid matchtiden seriematch spelschema gårdens fritidsledaren fritidsledare
kollo lägergård seglarskola tandställning glasögonen språkcafé översättningen tolktid telefontolk modersmålslärare
handlingsplan genomförandeplan genomförandeplanen målen delmål delmålen utvärdering utvärderingen skattning enkäten
deltagarlista närvarolista möteslänk möteslänken videolänk startsidan skärmbild skärmdump notisen notisljud vibration
uppdateringar lagringsutrymme minnet batteriet skrivbord mus tangentbord tangentbordet plattan surfplattan chatten
access registration certificate transcript allergy allergies nut vegetarian cafeteria bus-pass photo-day parking
newsletter""")

#: Of these, what may be owed, handed over, taken, or a place, says too little beside two other words.
NOT_FAR = _words("""jobb jobbet sommarjobb sommarjobbet extrajobb extrajobbet arbetet arbete praktikplats adress
adressen kod
koden pinkod nummer numret telefonnummer telefonen konto kontot kort kortet lösenord lösenordet inloggning
inloggningen mejl
mejlen mail mailen brev brevet papper papperet papperen länk länken biljett biljetter biljetten tågbiljett
bussbiljett moppe
moppen cykeln bussen buss bussarna hållplatsen skolbuss skjuts passet passen pass gruppen laget lag kontoret gården
hissen hiss
receptionen lokal lokalen entrén klass klassen klassresa resa semester semestern trip vacation utflykt utflykten
uppgifterna
uppgiften uppgift lista listan list meddelande meddelanden meddelandet message messages chatt chatten tråd tråden
kameran
profilbild profilbilden swish kontonummer bankkonto bankkort legitimation personnummer id-kort sim simkort data
gatan ticket
tickets bike bicycle moped helmet phone number address code password login account letter papers job application
ride school
skolan telefon insatsen insats beslut beslutet text texten kopia boken bok book books vårdnad tal talet mål no so
sl luften
stolar bord bordet chair chairs table sign device boss shift shifts contract kontrakt kontraktet lön lönen salary
fee fees tal
avgift avgiften ingång ingången entré entre ramp parkering parkeringen polisutbildningen team team season minnet
målen planen
akten journal journalen office bus bussbiljett resekort resekortet busskortet busskort möte mötet möten meeting
meetings vård
tid tiden tider time times klubba racket hall hallen hjälm cykelhjälm stödfamilj kontaktperson kontaktpersonen mus""")

#: Of these, whoever names one means no more than them.
ANCHORS = _PRACTICAL | (TALK - SEASONS)

#: Words that say nothing by themselves, and what people do with practical things.
WORDS = (
    ANCHORS
    | SEASONS
    | _words("""bestämt cirka ungefär beslutar beslutat förlängs förlänga programmerad beröm admin
        oklart vuxen bemötande bemötandet stödet stöd
    hitta sportat grundskola graded grading received asked finished started signed paid booked changed sent written
    read
    jag vi man du ni det den detta en ett någon något några nåt nån och eller men så att
som om när var hur vad va vilken vilket vilka vem på i till från med för av hos vid efter innan före under
mellan inom via per utan min mitt mina vår vårt våra din ditt dina er ert era sin sitt är e blir blev bli blivit
ska skulle kan kunde kunna har hade haft får få fick fått behöver behövs behövde behöva finns funkar fungerar
funkade fungerade gäller gällde kostar kostade börjar börjat började börja byta byter bytt bytte ändra ändrar
ändrat ändrade boka bokar bokat bokade beställa beställer beställt beställde fixa fixar fixat fixade ordna
ordnar ordnat ordnade skicka skickar skickat skickade mejla mejlar mejlat mejlade maila mailar mailat mailade
ringa ringer ringt ringde skriva skriver skrivit skrev läsa läser läst läste svara svarar svarat svarade kolla
kollar kollat kollade logga loggar loggat loggade ladda laddar laddat installera installerar installerat
installerade uppdatera uppdaterar uppdaterat öppna öppnar öppnat stänga stänger starta startar startade startat
spela spelar spelade spelat träna tränar tränade tränat vann vunnit missa missar missat missade glömma glömmer
glömt glömde hitta hittar hittat hittade söka söker sökt sökte jobba jobbar jobbat jobbade plugga pluggar
pluggat pluggade lära lärt gillar gillade tycker tyckte tror trodde undrar undrade tänker tänkte tänkt önskar
föredrar betala betalar betalat betalade delta deltar deltog förklara förklarar fyller fylla fyllt fyllde lade
klarade klarat klarar översätta översätter repetera övar öva övat kopiera anmäla anmäler anmält registrera
klicka klickar klickat klickade tryckte trycker trycka verkar låter kallas heter stämmer krockar krockade
krånglar krånglade strular strulade laggar hackar kraschar kraschade funkat fungerat hinner hinna hann hunnit
passar passade påminna påminner påminde påmint bra bättre bäst dålig dåligt dåliga sämre kul rolig roligt skön
skönt lätt lättare svårt svårare enkelt enkel snabb snabbt snabbare långsam långsamt seg segt tidig tidigt
tidigare senare ny nytt nya gammal gammalt gamla stor stort liten fel rätt klar klart klara färdig färdigt ledig
ledigt gratis dyr dyrt möjligt möjlig viktigt okej ok nöjd nöjda glad jätteglad jättenöjd stolt öppet öppen
stängt stängd extra nästa förra första andra tredje fjärde hela halva samma egen eget egna många flera fler
färre mycket mkt lite mest minst digitalt fysiskt fysisk skriftligt muntligt svensk allergisk vegetarisk
intresserad intresserade irriterad irriterande tröttsamt konstigt konstig trasig trasigt sönder krångligt
krånglig otydligt otydlig tydligt tydligare onödigt tråkig tråkigt tråkiga drygt keff kefft störigt störig
jobbigt stressigt rörigt godkänt taggad laddad pepp nervös tokig grym grymt najs nice schysst kass värdelös
bokad inbokad inbokat inställt inställd flyttat flyttad obligatoriskt frivilligt nu sen igen kanske gärna bara
också oxå redan tyvärr förresten egentligen ungefär typ liksom asså alltså faktiskt verkligen ibland ofta direkt
precis tillsammans fortfarande äntligen ens ju väl nog dock annars istället dessutom därför eftersom dit där här
hit igång ihop isär exakt helt ganska väldigt jätte super alldeles lagom nyss nyligen hittills upp ner fram in
genom runt ungefärligen hej hejsan tja tjena hallå tack ursäkta sorry oj wow haha lol btw bre bro wallah walla
shuno ey yo aha jo ja kommun gång gånger timme timmar minut minuter dag dagar vecka veckor veckan månad månader
termin terminen terminer morgon förmiddag eftermiddag helg helgen lov lovet sommaren hösten våren vintern
januari februari år sak saken saker sätt exempel fråga frågan frågor tips råd hjälpmedel information infon info
svar svaret besked alternativ val sida sidan del delen steg namn namnet ålder grupp chans chansen möjlighet
problem problemet strul teknik tekniken mobil mobilen mobiltelefon mapp fil filen knapp knappen meny menyn
texten rubrik mall son sonen dotter dottern barn barnet barnen vårdnadshavare förälder föräldrar elev elever
ungdom ungdomar kollega kollegor chef chefen rektor rektorn kurator kuratorn vikarie vikarien personal butik
butiken kassa lager verkstad verkstaden restaurang kök köket förskola bygg kontor företag företaget plats
platsen tränare tränaren ledare domare spelare lagkamrat final serie seger resultat resultatet omgång säsong
säsongen kväll kvällen we you it this that a an the is are was were be been am do does did have has had get got
gotten can could would should will may might need needs needed like likes liked love and or but because if when
where what which how who why to of for with on at by about from after before during until my our your new old
good bad great better best cool fun boring slow fast late early free open closed ready done wrong right same
next last first second whole some any more less many much few just also too again still already maybe please
thanks thank hi hello hey okay yes yeah really very pretty actually dude work works working worked start starts
started starting change changes changed booked send sends sent write writes wrote written read call calls called
answer answers answered reply check checks checked log download downloaded install installed updated opens play
plays played win won score scored miss missed forget forgot forgotten find found apply applied study studied
learn learned pay pays paid join joins explain understand fill filled signed translate upload uploaded print
printed press pressed click clicked think thought hope wonder wondering wish prefer possible important weird
annoying stupid excited happy proud nervous broken confusing confused difficult easy hard busy time times day
days week weeks month year morning afternoon weekend holiday holidays summer question questions thing things way
problems page button name daughter child kids parent parents student manager shop store restaurant kitchen
company points result minute hour jämna ojämna udda äldsta yngsta mellersta kollegan klasskompis tolka tolkar
tolkade höja höjer höjt sänka rättat rätta rättar rättade rättning stava stavat stavade stavar stavfel ersätter
ersätta ersättare vikarierar erbjuder erbjuda erbjöd föreslå föreslår föreslog bekräfta bekräftar bekräftat
bekräftade meddela meddelar meddelat planera planerar planerat planerade förbereda förbereder förberett
arrangera anordna hålla håller hållas hålls lägga lägger lagt lades flyttade försöka försöker försökt försökte
fortsätta fortsätter fortsatt fortsatte prova provar provat provade testa testar testat testade använda använder
använt använde förlänga justera justerar anpassa anpassar anpassat räkna räknar räknat raderade raderat radera
raderas synka synkar synkade dyker uppdateras skickas skickats sparas visas öppnas stängs startas hoppas väljer
välja valde valt byggt bygga bygger snickra laga lagar lagat lagade reparera reparerar mecka meckar måla målar
ritar rita gymma gymmar simma simmar cykla cyklar cyklade sjunga dansa dansar baka bakar bakade köpa köper köpt
köpte säljer sälja sålde sparar samla swisha swishar lånekort ersatt kopplad kopplat inbjuden inbjudna anmäld
anmälda registrerad registrerat antagen antagna uttagen ansvarig ansvariga bekväma obekväma obekvämt bekvämt
varm varmt kall kallt jättekallt iskallt ljust mörkt trångt stökigt högljutt lugnt lugn lugnare mysigt fräscht
vegan veganskt vegetariskt halal glutenfritt laktosfritt nötfritt underbar underbart fantastiskt fantastisk
otroligt  suverän suveränt snygg snyggt fin fint fina duktig smart klurig klurigt ovanligt vanligt vanlig
normalt speciell särskild särskilt enskild enskilt gemensam gemensamt personlig tydlig roligaste roligare
tråkigare tråkigast lättast svårast billigt billig billigare dyrare korta kortare kortast lång långa hög högt
låg lågt jättebra jättekul jättesvårt skitbra skitkul asbra askul grymma coola coolt schyst meningsfullt givande
lärorikt intressant intressanta stressad uttråkad seriös noggrann ordentlig praktiskt praktisk effektivt
effektiv rimligt rimlig rättvist orättvist obligatorisk frivillig halvtid heltid deltid kvällstid dagtid
vardagar helger först sedan därefter förut senast framöver varannan antingen varken både samt även typiskt
åtminstone iaf iallafall såklart absolut självklart givetvis tydligen förmodligen antagligen troligen eventuellt
möjligtvis elektriker mekaniker snickare kock frisör undersköterska sjuksköterska polisutbildningen brandman
målare svetsare plåtslagare städare servitör kassör säljare programmerare barnskötare lastbilschaufför
bilmekaniker inriktning yrke yrket utbildningar branschen bransch yrken framtid stad staden kommuner län gata
gatan postnummer postlåda brevlådan grupper gruppens deltagare medlem medlemmar ledarna ledarens lagkompis
lagkompisar domaren spelarna klasskamrat sidor sidorna blad rutan ruta rutor fält fältet rad rader raden procent
kilo kilometer meter grader kronor kr spänn nivå nivån steget etapp delar början mitten resten halvlek period
perioden röd grön blå gul svart vit symbol ikon pil pilen peppen beröm feedback uppmuntran varit ansökt ansökte
antogs klippt laddades god gott bästa varför varav vilkas vars ifall medan tills därmed tolv nitton sjutton
femton tjugo trettio fyrtio femtio hundra tusen två tre fyra fem sex  åtta nio tio elva halv tänka fundera
funderar funderade undra önska önskade föredra hellre helst repeterat tried trying try several tries multiple
improve improved improves improving worse support offer offers confirm confirmed confirms prepare prepared
arrange arranged plan planned spell spelled spelt restore restored sync synced choose chose chosen pick picked
sell sold buy bought lend borrow fix fixed repair repaired build built paint draw swim swimming run running
cycle sing dance bake cook cooked warm cold freezing dark loud quiet cozy crowded messy vegetarian gluten
amazing awesome fantastic lovely normal special shared simple cheap expensive short shorter long longer high low
attend attended attending enrolled registered accepted selected responsible electrician mechanic carpenter
hairdresser nurse firefighter painter welder cleaner waiter cashier programmer city town street members member
leader leaders teammate teammates classmate classmates percent kilometers meters level part half red green blue
yellow black white icon arrow tip advice third fourth seven eight nine ten eleven twelve one two three four five
six using use used uses other another each both either while since than then anyway besides says say rum rummet
cykel tåg room message card said tyst fönster
olika stavas isf aa ugh anonymt only others tho whenever means mean fine instead wait guess sounds irl personer person
ingår enklare godkänna godkänner godkänt godkännandet grå kontakta kontaktar kontaktat våran vårat koll håltimme
konkret
konkreta tillgång betyder betydde innebär innebära träffas formulera formulerat snällare seriöst äkta pga prick
ordentligt inskickad inskickat beviljad beviljat missnöjd uppskatta uppskattar bjuder bjuds hanterar hantera skoltid
halvtimmen halvtimme arbetsdagen arbetsdag dubbelt enstaka flesta tidpunkt tidpunkten startade avslutas avslutades
inleda genomföra genomför medverka medverkar närvara närvarar ansluta ansluter ansluta kopplas kopplar kopplade
skannar
skanna fotografera nämnde nämner nämna hänvisar hänvisad berör omfattar omfatta utgår utgå tillsvidare preliminärt
preliminär slutgiltigt slutgiltig generellt allmänt tillfälligt permanent nuvarande dåvarande kommande tidigast senast
närmaste närmast pratigt luddigt tydliga otydliga korrekta felaktig felaktigt felaktiga fräsch nyfiken nyfikna
rekommenderar rekommendera rekommendation tipsa tipsar erfarenhet erfarenheter krav kravet behörig behörighet behöriga
lediga ledigt tillgänglig tillgängligt tillgängliga utskriven utskrivet ifylld ifyllt underskriven underskrivet
scannad
inscannad bifogad bifogat bifogar bifoga besvara besvarar besvarat återkoppla återkopplar återkoppling återkommer
hänger ångrar nåbar pluggade tentade räknas räknades läsåret läxfri skolk mobilfri mobilförbud sovmorgon sovmorgnar
kuggade kuggat kugga fuska omprov bamba vegansk veganska veggo laktos gluten nötter jordnötter kyckling potatis
snacka snackade ordnas byttes byts ställs flyttas flyttats lagades trasiga sprucken sprack spruckit nollställa
nollställd låst-upp startat krånglat krånglig trycka tryckte svajpa scrolla skrolla klickar dubbelklicka zooma
kollen kallelser samordnarens mentorns lärarens rektorns kommunens skolans gruppens mötets klassens lagets veckans
definitely probably maybe exactly together online offline someone anyone everyone anything something
include included includes includes delete edit rewrite shorter longer louder quieter sorry oops smh tbh ngl fr
whole entire few little lot lots once twice later soon usually often rarely almost enough easy easier
helpful useful allowed required optional mandatory official personal private public free paid unpaid weekly monthly
spring autumn winter january february march april june july august september october november december does
voluntary traffic coming joining ha se skriv lägg handlar aja wtf ffs ggr betyg lagning uppgift uppgiften
task tasks frågade chill suger skittråkigt lärorik dan bring brought wear wore need needed explain explained
invited include""")
)

#: Words that are harmless as they follow each other here, and not by themselves.
PHRASES = """tar med mig|tog med mig|ta med sig|tar med sig|är slut på|går ut på fredag|går ut på|gick ut|har
        gått ut|är slut om|runs out on|jobba över|jobbar över|jobbade över|bra på det ni gör|får man se|får jag
        se|får man ta med|hjälpa mig hitta|hjälpa mig att hitta|utan att min son är med|utan min son|utan min
        dotter|vet inte vad jag ska skriva|vet inte vad jag ska svara|om ni vill kolla|om ni vill se|varje dag
        den här veckan|kom i tid|kommit i tid|kommer i tid|på grund av|on time every day|in person|nej till ett
        möte|nej till mötet|vad får jag ut av|kan inte på dagtid|utan mamma på mötet|inte så fort|inte så långt|
        svarar inte på min fråga|alla språk|på alla språk|i stället för att|vad är skillnaden|istället för mig|
        ringde men ingen svarade|ingen svarade när jag ringde|en sån här grupp|sån här grupp|såna här möten|på
        sms|en sak till|skickade fel|skrev fel|ska vi ses|sjukt kul|sjukt bra|sjukt nice|funkar inte|fungerar
        inte|funkade inte|fungerade inte|hittar inte|
        hittade inte|går inte att|
gick inte att|kommer inte in|kom inte in|kommer inte åt|kommer inte ihåg|minns inte|vet inte om|vet inte när|
vet inte hur|vet inte var|vet inte vilken|vet inte vilket|vet inte vad|vet du|vet ni|vet någon|vet nån|
förstår inte|förstod inte|fattar inte|fattade inte|har inte fått|inte fått|fick inte|har inte kommit|hann inte|
hinner inte|gillar inte|inte klar|inte klara|inte klart|inte färdig|inte än|inte ännu|inte så bra|inte riktigt|
inte nöjd|inte nöjda|inte bra|inte så lätt|stämmer inte|stämde inte|syns inte|laddar inte|startar inte|
öppnar inte|ser inte länken|ser inte bilden|ser inte texten|kan inte logga|kan inte komma in|kan inte hitta|
kan inte öppna|kan inte läsa|kan inte ladda|kan inte ringa upp|kan inte svara på|behöver inte|behövs inte|
var inte så|är inte så|är det inte|ska inte|inte så mycket|inte så många|inte intresserad|inte så kul|
inte gjort|inte skickat|inte hunnit|inte hittat|inte ens|går det att|går det|hur går det|hur gick det|
det går bra|går bra|gick bra|gick jättebra|gick dåligt|går bättre|gått bättre|gått bra|går i nian|går i ettan|
går i åttan|går ut nian|går till skolan|gå på gymnasiet|gå på gym|går att|vill ha|vill gärna|vill byta|
vill boka|vill ändra|vill veta|vill börja|vill fråga|vill söka|vill läsa|vill se|vill jobba|vill träna|
vill spela|vill gå på gymnasiet|vill lära mig|vill komma i kontakt med|vill prata med läraren|vill prata om|
skulle vilja|ville bara säga|ville bara berätta|vill bara säga|vill bara berätta|ville fråga|ville ha|
ville veta|måste jag ha|måste jag ta med|måste man|måste vi ha|måste vi|måste ta ledigt|måste plugga|
måste jobba|måste skriva|måste lämna in|måste göra|måste fylla i|måste boka|måste byta|måste söka|måste anmäla|
måste betala|måste svara|måste läsa|måste gå till skolan|lämna in|lämnat in|lämnade in|lämnar in|ta med|tar med|
ta ledigt|ta tid|tar tid|tog tid|ta reda på|ta upp|ta kontakt med|ta del av|tog upp|ta bort appen|
ta bort kontot|ta emot|tagit emot|ta om|stänga av|stänger av|stäng av|slå på|slå av|slår på|hör av sig|
höra av sig|hörde av sig|hört av sig|hör av er|hör av dig|höra av er|prata om|pratade om|pratat om|pratar om|
prata med läraren|prata med mentorn|prata med skolan|pratat med skolan|pratat med läraren|prata svenska|
prata engelska|prata med samordnaren|pratat med samordnaren|prata med rektorn|prata med chefen|
prata med studievägledaren|prata med syv|visa mig hur|visa hur|visar hur|visa vägen|säga till|säg till|
säger till|sa till|kan du säga|kan ni säga|hjälpa mig med|hjälpa oss med|hjälpa till med|hjälpa mig att|
hjälpa till att|hjälp med läxan|hjälp med läxorna|hjälp med matten|få hjälp med|få hjälp att|fått hjälp med|
hjälper till med|ge mig|ger mig|gav mig|skicka mig|skickar mig|mejla mig|maila mig|påminna mig|påminn mig|
påminner mig|ringa mig|ringer mig|ring mig|för mig|för oss|till mig|till oss|mot mig|lära mig|lär mig|
anmäla mig|anmält mig|anmälde mig|intresserar mig|känns bra|känns kul|känns skönt|känner mig klar|säger mig|
hör mig för|bestämt mig|bestämma mig|klippt sig|klippt mig|klippa mig|på natten|på nätterna|på kvällen|
på kvällarna|på morgonen|på mornarna|på dagen|på helgen|på lovet|på rasten|på vägen|svarar aldrig|
svarade aldrig|ringde aldrig|ringer aldrig|kom aldrig|kommer aldrig fram|aldrig fått|alltid fel|alltid sena|
alltid strul|hela tiden|varje gång|varje dag|varje vecka|den gången|för lite|för mycket|för långt|för tidigt|
för många|för få|för kort|för lång|sista lektionen|sista dagen på lovet|sista ansökningsdag|i sista minuten|
senaste mötet|kom på|kom fram till|kommer fram|kommit fram|kom med|komma med i laget|komma med i gruppen|
komma in på|kommit in på|kom in på|komma igång|komma överens|kommer ut|kommer hem från skolan|
komma i kontakt med|kommer det|kommer jag|kommer vi|kommer ni|när kommer|kommer att|vara med|var med|är med|
varit med|vara klar|vara klara|vara färdig|vara ledig|vara bra|han har fått|hon har fått|han har börjat|
hon har börjat|han har sökt|hon har sökt|han behöver|hon behöver|han trivs|hon trivs|han gillar|hon gillar|
han tycker|hon tycker|han undrar|hon undrar|han vill gärna|hon vill gärna|han spelar|hon spelar|han tränar|
hon tränar|han pluggar|hon pluggar|han jobbar|hon jobbar|han har prov|hon har prov|han har läxa|hon har läxa|
han fick|hon fick|han går i|hon går i|han är intresserad|hon är intresserad|han är nöjd|hon är nöjd|han är glad|
hon är glad|han är klar|hon är klar|han ska få|hon ska få|får han|får hon|kan han|kan hon|ska han|ska hon|
behöver han|behöver hon|måste han|måste hon|om han kan|om hon kan|om han får|om hon får|han har bytt|
hon har bytt|han har glömt|hon har glömt|han har missat|hon har missat|han är med|hon är med|han är i skolan|
hon är i skolan|hans mentor|hennes mentor|hans lärare|hennes lärare|hans schema|hennes schema|hans skola|
hennes skola|hans betyg|hennes betyg|hans nya|hennes nya|hans praktik|hennes praktik|hans tränare|
hennes tränare|hans mobil|hennes mobil|hans telefon|hennes telefon|hans nummer|hennes nummer|hans mejl|
hennes mejl|hans pappa undrar|hennes mamma undrar|hans mamma undrar|hennes pappa undrar|den vill ha|den säger|
det står|står det|det kom upp|kommer upp|dyker upp|det säger|det stod|vad det kan bero på|kan bero på|beror på|
någon som vet|nån som vet|någon som kan|nån som kan|håller inte|det håller inte|byter tid|blir tokig|blev tokig|
är tokig|helt tokig|blev glad|blir glad|jag såg|jag ser att|såg att|ser att|såg på schemat|ser på schemat|
sett schemat|kan se|kunde se|var det|är det|var det så|hade det|ett tag|en stund|gör man|gör jag|göra|gjort|
gjorde|gör vi|gör ni|göra klart|ha med|ha på|ha med sig|ha med mig|har med|hade med|i telefon|i mobilen|
i chatten|i appen|i kassan|i laget|i skolan|i gruppen|i listan|i schemat|på teams|på datorn|på mobilen|mitt i|
mitt i lektionen|en till|ett till|till nästa gång|till nästa vecka|fram till|i trubbel med skolan|jag själv|
göra själv|skriva själv|boka själv|fixa själv|hur länge|så länge|länge sen|för länge sen|hur långt|hur många|
hur mycket|not working|does not work|do not work|did not work|is not working|can not log in|can not find|
can not open|can not see the|do not know how|do not know if|do not know when|do not know where|
do not know which|do you know|does anyone know|do not understand|did not understand|do not get it|not sure|
not yet|not done|not finished|have not gotten|have not received|did not get|did not receive|not that good|
not so good|is not loading|not interested|do not need|did not finish|do not like|would like|want to know|
want to change|want to apply|want to book|want to start|want to join|want to play|want to ask|i want a new|
i want the|wanted to say|just wanted to say|wanted to ask|have to write|have to study|have to work|
have to bring|have to fill|have to sign|have to pay|turn off|turn on|hand in|handed in|pick a|log in|log into|
sign in|sign up|set up|find out|give me|send me|email me|remind me|call me|for me|to me|for us|to us|
help me with|help me write|help us with|get help with|show me how|tell me how|tell me when|let me know|
never answers|never answered|never called|never got|all the time|every time|every day|every week|
too late to apply|too early|too long|too many|last time|last lesson|last minute|at night|at school|at work|
at practice|in class|in school|on my phone|on the phone|on my computer|he likes|she likes|he plays|she plays|
he needs|she needs|he got|she got|he has started|she has started|he started|she started|can he|can she|
should he|should she|does he|does she|his school|her school|his teacher|her teacher|his schedule|her schedule|
his phone|her phone|it says|it said|it keeps|keeps crashing|keeps saying|keeps logging|it came up|comes up|
came up|going to be|going well|went well|went good|is going|är inte klar|är inte säker|är inte med|är inte bra|
är inte nöjd|var inte|blir inte klar|blev inte|har inte sett|har inte hört|har inte läst|har inte svarat|
har inte skrivit|har inte kunnat|har inte hunnit|har inte gjort|har inte börjat|har inte hittat|
har inte råd med busskort|gäller inte|skickas inte|skickades inte|svarar inte på mejl|svarade inte på|ringer
inte|når er inte|når inte|nådde inte|syntes inte|fungerar det inte|funkar det inte|
ser inte gamla meddelanden|ser inte meddelandet|ser inte knappen|kan inte delta|kan inte skriva ut|
kan inte skicka|kan inte se schemat|kan inte ändra|kan inte välja|kan inte byta|kan inte spela|kan inte träna|
kan inte jobba|inte kommit nåt|inte kommit något|inte kommit in|inte tänkt på|inte tid att|inte plats|
inte obligatoriskt|inte fel|inte svårt|inte rättat|inte hört något|inte hört av|om inte|inte bara skolan|
kommer nog|kommer på träningen|kommer på matchen|kommer kanske|det kommer|kommer att bli|kommer på lektionen|
kommer ihåg|min man|min fru|min sambo|min mans|min frus|min sons|min dotters|hans pappa|hans mamma|hennes pappa|
hennes mamma|min pappa jobbar|min mamma jobbar|mamma undrar|pappa undrar|morsan undrar|farsan undrar|
mamma vill veta|pappa vill veta|mamma frågar|mamma ska skriva på|pappa ska skriva på|mamma skriva på|
pappa skriva på|mamma skrev på|pappa skrev på|mamma behöver|pappa behöver|mamma tycker|pappa tycker|mammas mejl|
pappas mejl|mammas nummer|pappas nummer|mamma har skrivit på|pappa har skrivit på|mamma skjutsar|pappa skjutsar|
mamma jobbar|pappa jobbar|mamma har semester|pappa har semester|att polisen är med|varför polisen är med|med
polisen i gruppen|varför polisen|att skolan är med|varför skolan är med|ska följa med|följa med|följer med|
följde med|hon ska följa med|han ska följa med|hon vill fortsätta|
han vill fortsätta|vill fortsätta|hon vill byta|han vill byta|hon ska börja|han ska börja|han ska söka|
hon ska söka|han vill söka|hon vill söka|han vill börja|hon vill börja|vara med på telefon|vara med via telefon|
vara med på länk|vara med digitalt|skriva på|skriver på|skrev på|skrivit på|skriva under|skrivit under|
ut busskortet|hämta ut|hämta busskortet|hämta gymkortet|hämtar kortet|sätter betyg|sätta betyg|satte betyg|
bli elektriker|bli kock|bli frisör|bli mekaniker|bli snickare|blir klar med|sköter sig|sköter mig|skött mig|
tar emot|ta hjälp av|ta bussen|tar bussen|ta tåget|tar tåget|tog bussen|missade bussen|ta cykeln|tar cykeln|
vill bli|ville bli|vill lära|vill ha med|vill sluta på fotbollen|slutat på fotbollen|slutade på fotbollen|
sluta på fotbollen|börjat på gymmet|slutat spela|sluta spela|slutar halv|slutar vid|slutar klockan|slutar tre|
slutar fyra|slutar ett|slutar två|slutar skolan|slutar jobba|slutar 15|slutar 14|slutar 16|slutade tidigt|
slutar tidigt|slutar sent|börjar åtta|börjar nio|vem ska jag|vad ska jag söka|vad ska jag skriva|
vad ska jag svara|vilken ska jag|vilket ska jag|hur ska jag skriva|när ska jag|var ska jag lämna|
var ska jag hämta|vart ska jag lämna|vart ska jag skicka|vart ska den|vad är det för|vad gör jag|vad gör man|
vad händer då|vad händer om jag missar|kan jag få|kan vi få|får jag|får vi|får man|kan man|kan jag|kan vi|
kan ni|kan du|ska jag|ska vi|ska man|kan jag prata|prata först|prata med er|prata om det på mötet|prata mindre|
pratar om skolan|pratade fel|pratade snabbt|snackar om skolan|sa att|sa till läraren|säger att det|säger appen|
säger skolan|sa läraren|sa skolan|sagt ja till|sagt till läraren|sagt till skolan|sagt till jobbet|
säger nej till|säga ja till|säga nej till|svarar nej|svarar ja|svara ja|svara nej|ser dubbelt i appen|ser ut|
såg ut|ser bra ut|se schemat|se betygen|se mina betyg|se listan|se uppgiften|se att jag är online|låna dator|
låna en dator|låna böcker|låna skor|låna bok|en annan|ett annat|någon annan tid|nån annan tid|någon annan dag|
nån annan dag|någon annan plats|nån annan lärare|någon annan lärare|annan lärare|annan klass|annan skola|
annan praktik|annan mentor|annan handledare|annat program|annat jobb|annat sätt|annat rum|annan lokal|
alla lektioner|alla lektionerna|alla prov|alla läxor|alla uppgifter|alla mötena|alla tider|alla dagar|
alla i laget|alla i klassen|alla papper|allt i skolan|allt i matten|alla andra dagar|så många vuxna|med vuxna|
mycket vuxna|aldrig tid|aldrig i tid|går aldrig|hinner aldrig|funkar aldrig|sista provet|sista passet|
sista matchen för säsongen|sista dagen för|sista ansökan|sista dag för|lämna ut|lämna uppsatsen|
lämnar uppsatsen|lämna papperet|lämna pappret|lämna blanketten|lämna böckerna|lämna tillbaka boken|lämna datorn|
lämnat blanketten|lämnat papperet|lämna in uppsatsen|lämna in datorn|lämna in blanketten|lämna den på kontoret|
lämna den|drog ut på tiden|drog över|över en timme|över hälften|över tiden|tack för|ha en bra|trevlig helg|
ha det bra|han har fått en ny|hon har fått en ny|som heter|hon heter|han heter|heter hon|heter han|ny mentor|
ny lärare|ny handledare|för mig och|från mig|med mig på mötet|om mig på mötet|hos mig|anmält mig till|
anmäla mig till|lyssnade på oss|lyssnar på oss|kände oss lyssnade på|två av dig|av dig|om dig|till dig|från dig|
hos dig|ut på tur|går ut skolan|ut på promenad|ut på praktik|logga ut|loggade ut|loggas ut|loggar ut|skriva ut|
skrev ut|dela ut|delar ut|i staden|till en annan stad|flyttar till en annan|till gymnasiet|there is|is there|
there are|are there|there was no|there were no|going to school|go to school|go to practice|go to the gym|go on|
goes to|went to school|went to practice|went to the gym|coming to practice|coming to the game|come to practice|
come to the game|can only come|come but|take the bus|took the bus|take the train|take notes|take the test|
take the class|takes long|took too long|take long|talk about school|talk first|talk about my|talk to my teacher|
talk to the teacher|talk to school|talk to lisa|leave class early|leave early|leave class|
do not want to be in that class|i want to be|want to become|i have no|have no time|there is no|no time|no bus|
no parking|no answer|no reply|no wifi|my mom asks|my mum asks|my mom wants to know|my mum wants to know|
my dad wants to know|my dad asks|my mom signed|my mum signed|my dad signed|my mom works|my dad works|
my husband would|my wife would|my husband is|my wife is|my husband and i|my wife and i|his father|her father|
his mother|her mother|as well|out of class|out of 20|out of 10|out of 30|log out|logged out|logs me out|
print out|signed me up|sign me up|does everyone|everyone in class|everyone on the team|every lesson|
all my classes|all my homework|all the classes|all lessons|not on the list|not on time|is not on|is not in the|
is not correct|is not right|was not there on time|are not open|will not open|will not load|never on time|
never works|always late|always crashes|asks for|asked for|ask lisa|ask eva|ask omar|ask sven|gets too|
would like to join by phone|by phone|join by phone|let me know when|unable to decrypt|cannot decrypt|
see my schedule|see my grades|see the schedule|see old messages|two of you|kind of cool|kind of boring|
kind of hard|pretty cool|was kind of|
vet inte riktigt|förstår inte riktigt|fattar inte riktigt|tror inte|gillar inte|tycker inte|menar inte|är inte så|
varför inte|inte innan|inte före|inte efter|inte till sven|inte samma|inte bara|inte alltid|inte så viktigt|inte
viktigt|
inte bråttom|inte heller|inte på fredag|inte på måndag|inte på tisdag|inte på onsdag|inte på torsdag|inte måndagar|
inte tisdagar|inte onsdagar|inte torsdagar|inte fredagar|får inte upp|får inte in|får inte igång|får inte notiser|
får inte plats|får inte ihop|får inga notiser|får inga påminnelser|har inga läxor|inget bankid|inget konto|inget
busskort|
inget svar|inget schema|inget lösenord|inget mejl|inget prov|inga frågor|inga notiser|ingen aning|ingen lektion|
ingen match|ingen träning|ingen barnvakt|ingen parkering|ingen skjuts|ingen kallelse|ingen kod|ingen länk|ingen
inbjudan|
ingen har svarat|ingen svarade på|ingen ringde tillbaka|ingen ringde upp|ingen återkopplade|
mörkt läge|ljust läge|jag kommer|vi kommer|kommer jag|kommer vi|kommer kanske|notiserna kommer|bussen kommer|
pengarna kommer|svaret kommer|schemat kommer|kommer det upp|det kommer upp|det kommer inget när|kommer inget mejl|
kommer någon från|kommer nån från|kom upp|kommit överens om|återkalla mitt samtycke|dra tillbaka samtycket|
ändra mitt samtycke|sån här grupp|min kompis|en kompis|mina kompisar|kompisarna|kompisen|park the car|i park|
tillbaka pengarna för|få tillbaka pengarna|pengar på busskortet|pengarna för busskortet|pengar till busskort|
som sms|via sms|på mina sms|mina sms|ett sms|per sms|får sms|få sms|bestämma tid|bestämma tiden|bestämma själv|
kan jag se|kan man se|kan ni se|kan du se|kan vi se|får jag se|får se|jag se|man se|vi se|se planen|se min plan|
se mitt schema|se anteckningarna|förälder se|få veta mer|veta mer om|bra att veta|bara så ni vet|bara så du vet|
får jag veta|få veta när|få veta var|få veta vilken|få veta hur|ta det på|ta det igen|ta det om|ta mötet|ta båda|
kan vi ta|kan man ta|kan ni ta|kan du ta|vi kan ta|väl ta|ta med småsyskonen|går bussarna|går bussen|går tåget|
går kommunens|går i 8b|går i åttan|går i sjuan|går i sexan|går i nian|gå tidigare från|måste båda|måste alla|måste vi|
måste jag|måste man|måste köpa|måste gå klockan|du sa|ni sa|vi sa|läraren sa|lärarn sa|mentorn sa|sa väl|sa efter|
sa att det|till alla|er alla|alla på mötet|alla möten|alla tider|pratar alla|pratar ni så|pratar så|prata långsammare|
prata lite om|läser igenom|läsa igenom|gå igenom|gick igenom|går igenom|tag på|få tag på|får tag på|fick tag på|
fick du tag på|skött skolan|sköter skolan|har skött|sitter i väntrummet|sitter i entrén|sitter i receptionen|
vilken dörr|rätt dörr|dörren vid|vilken ingång|på baksidan|på framsidan|vid baksidan|vid framsidan|vid entrén|
bilen är på|bilen på verkstad|vår bil är på verkstad|parkera bilen|ställa bilen|ladda bilen|cykeln har punka|
fått punka|har punka|ligger nere|låg nere|hänger sig|hängde sig|slutar mötet|slutar lektionen|slutar praktiken|
praon slutar|skolan slutar|lektionen slutar|jobbet slutar|sluta skriva så långt|skriv kortare|skriv enklare|
skriva enklare|skriva kortare|skriv på|vill helst|vill gärna ha|vill ha korv|vill ha veganskt|vill du va med|vill
ni ha|
vill du ha|nån vill ha|någon vill ha|vill också|vill komma med i|hoppa av kursen|hoppa av programmet|hoppa över
lektionen|
kan mamma|kan pappa|kan morsan|kan farsan|kan min mamma|kan min pappa|kan mormor|kan farmor|kan morfar|kan farfar|
kan min syster|kan min bror|får mamma|får pappa|får min mamma|får min pappa|får mormor|får storasyster|får storebror|
får min kompis|måste mamma|måste pappa|behöver mamma|behöver pappa|ska mamma|ska pappa|ska pappan|ska mamman|
pappan också|mamman också|mamma också|pappa också|min man också|min fru också|till mamma|till pappa|mamma och pappa|
mammas telefon|mammas mobil|pappas mobil|mammas tlf|båda vårdnadshavarna|båda föräldrarna|båda mötena|båda dagarna|
båda tiderna|båda två|hela familjen|hela gruppen|hela klassen|hela laget|hela veckan|hela helgen|hela lovet|
min familj äter|äter inte|äter inte fläsk|äter inte gris|äter halal|äter vegetariskt|äter allt|inte gris|inte fläsk|
han har uppgift|hon har uppgift|har han för|har hon för|han missade|hon missade|han glömde|hon glömde|han klarade|
hon klarade|han sökte|hon sökte|han började|hon började|han bytte|hon bytte|han läser naturprogrammet|hans tränare är|
hennes tränare är|han saknar sin|hon saknar sin|han enjoyed|he enjoyed|she enjoyed|he missed|she missed|he forgot|
she forgot|he passed|she passed|han är jättenöjd|hon är jättenöjd|killen är jättenöjd|han kom upp i tid|hon kom upp
i tid|
can he bring|can she bring|do not get what|do not get how|do not get why|not sure if|not sure about|not the same|
not in english|not in class|not on monday|not on friday|the other place|go to the gym|where do i go|which way|
left my|i left|i lost my|in the room|do i get to|get to choose|can i leave the group|can i quit later|can we stop
later|
can i stop later|do i have to be|do i have to bring|do i have to|do we have to|have to be there|be there the whole|
is it about|what is it about|it about this time|about this time|out of the group|got a a|got a b|got a c|a b in|
my train gets in|gets in at|my little|my big brother|my sister|my mum|my mom|my dad|to my mum|to my mom|vänta lite|
vänta har|nej vänta|vänta va|läste fel|läst fel|ser det här först nu|såg det här nu|såg det nu|
såg det först nu|tur att du sa|tur att ni sa|så jävla|fan vad|fan glömde|sjukt mycket|sjukt trött efter|så sjukt
mycket|
står olika|det står|står på kallelsen|står i appen|står på listan|står i schemat|står om frånvaron|kan knappt skriva|
kan knappt läsa|har inte någon uppgift|lisa va snäll|va snäll idag|var snäll idag|ger oss så mycket läxor|ger oss
läxor|
ger oss prov|skulle svara ja|ska svara ja|blir man polis|bli polis|blir man|vill bli polis|jobba som polis|dra
tillbaka
godkännandet|dra tillbaka samtycket|ligga kvar på gården|ligga kvar i skolan|låg kvar på|glömde kvar|glömt kvar|
väntat på något sådant här|vad innebär det mer konkret|mer konkret|mer information|mer info|mer tid|hälsar att|
skriv upp|
vann mot|förlorade mot|spela mot|spelade mot|going to|let me rewrite|let me know|leave out the|hela dan|bästa dan|
hos släkten|hos mormor|hos farmor|fått en uppgift i skolan|den här gången|denna gång|förra gången|första gången|
nästa gång|
varannan helg|varje gång|som vanligt|i nuläget|just nu|eid mubarak|vid kommunhuset|i kommunhuset|vid stadshuset|
stå på gatan|ställa sig på gatan|prata med eva först|innan jag tackar ja|tackar ja|tackar nej|för min del|
slipper jag åka|slippa åka två gånger|åka två gånger|åka två ggr|åka dit två gånger|åka kommunalt|åka buss|åka buss
dit|
för att åka dit|att åka dit|åka dit|saknar sin ryggsäck|saknar sin jacka|byter nr|nytt nr|kort sagt|det lilla rummet|
det stora rummet|i lilla rummet|i det lilla rummet|det mindre rummet|what the hell is this|the rec centre|new phone
who dis|
how do i log in|kan inte prata ordentligt|har tandställning|på repeat|ett par airpods|ett par hörlurar|nycklarna
hos er|
jag lämnade nycklarna|mina nycklar|julklapp till mamma|julklapp till pappa|julklapp till min|ny julklapp|
hör man från|heter inte det|stavas med z|stavas med s|stavas med c|stavas med k|stavas med ph|stavas inte så|
inte gymnasiet|inte högstadiet|inte åttan|inte nian|inte gympa|inte matte|inte engelska|inte fotboll|inte träning|
inte prov|
inte 8c|inte 8b|med smileys|med emojis"""

#: What is said of the bot's own writing. It makes a clause of plain words a practical one, too.
OF_THE_BOT = """svarar du|kan du svara|skriver du|stavar du|du stavar|du svarar|du skriver|fungerar du|funkar
        du|kan du skriva|
du stavade|du svarade|kan du säga|kan du förklara|kan du påminna|kan du skicka|kan du översätta|do you write|
can you write|
can you answer|you answer|you write|do you answer|can you explain|can you say|can you send|can you remind|can
you translate|kan du ta det igen|kan du skriva om|formulera om|kan du göra min|skickade du|har du skickat|har du redan
        skickat|läser du|sparar du|kan du komma ihåg|är du trasig|är du seg|du är seg|du är långsam|are you slow|
        you are slow|
        you are kind of slow|can you make it|make it shorter|make it sound|skriv enklare|skriv kortare|sluta skriva så
        långt|du frågade|du frågar|ni frågar|did you send|can you delete|can you remember|boten|the bot"""

#: What may plainly not be done yet: "har inte rättat provet än".
NOT_DONE = _words("""fått sett hört läst svarat skrivit kunnat hunnit gjort börjat hittat rättat skickat lämnat
        betalat fyllt
bytt bokat fixat ordnat öppnat laddat provat testat kollat mejlat ringt bestämt planerat sökt klarat skaffat
beställt bekräftat
graded received answered signed paid booked changed sent written read finished started gotten fixed called replied""")
