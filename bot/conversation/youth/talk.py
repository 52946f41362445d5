"""What people talk of that is far from any cry: games, sports, food, weather, school life, feasts, animals, clothes.

A statement of such a thing and of words of ``SAID`` alone wants nothing of anybody, and gets a sign. With a
question or
anything else of the plain words in it, it is offered to be passed on, and needs not be long. Neither ``TALK`` nor
``SAID`` has another's doing, a place to be or flee to, a body, a feeling of despair, a night, or an end.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Things that people talk of. None may be what is given away, carried, owed, or done for others.
TALK = _words("""väder vädret snö snöar snöade snöstorm snökaos snökaoset regnar regnade regn ösregn
spöregnar halka blåst blåser åska sol solen soligt solsken
vintern sommaren hösten våren vinter sommar höst påsk påsken jul julen julafton nyår nyårsafton midsommar
midsommarafton
lucia valborg sportlov sportlovet påsklov påsklovet höstlov höstlovet jullov jullovet sommarlov sommarlovet
lovet eid provvecka provveckan idrottsdag idrottsdagen friluftsdag studiedag klassfoto skolfoto håltimme
håltimmen håltimmar snölov
fotboll fotbollen innebandy innebandyn basket hockey hockeyn handboll handbollen volleyboll bordtennis pingis tennis
padel badminton biljard bowling bowlingen minigolf golf gokart gokarten curling skidor skidåkning slalom snowboard
skridskor skateboard skate parkour brottning judo karate friidrott ridning ridningen simning dansen gymmet gympa
gympan
fiska fiske fisketur fisketuren fiskeresan klättring klättra klättringen paintball lasertag laserdome trampolinpark
hammarby aik djurgården ifk malmöff arsenal chelsea liverpool barcelona madrid barca psg city united tottenham
juventus
milan bayern frölunda leksand allsvenskan champions allsvenska vm em landslaget landskampen derbyt derby matchen match
matcher ribban stolpen frispark hörna offside mål målet målvakt domaren poäng final
finalen semifinal semifinalen åttondel cup cupen turneringen serien tabellen segern
fortnite minecraft minecraftvärld roblox fifa fc cs csgo valorant gta ranked ranket zelda mario pokemon sims switch
nintendo discord twitch youtube tiktok netflix spotify serier serien filmen bio musik musiken låt låten låtar
låtarna album albumet remix remixen spellista spellistan konsert konserten podd podden gitarr trummor piano keps
 xp level leveln lobby battlepass headshot headshotad lagg laggade server servern
pizza hamburgare kebab tacos taco sushi pannkakor korv glass godis chips kaka kakor kakan tårta tårtan bullar bullarna
bulle semla semlor fika fikat fikan bamba skolmaten skolmat matsalen lunchen frukost frukosten pasta ris köttbullar
fiskpinnar soppa sallad läsk saft choklad chokladboll pepparkakor lussekatter julmat fläsk gris griskött fisk
kattunge katt katten katter kattungen hund hunden valp valpen hundvalp hamster kanin kaninen häst hästen hästar
hästarna fågel
matte matten matematik engelska engelskan svenska svenskan historia kemi fysik biologi geografi slöjd slöjden idrotten
hemkunskap hemkunskapen musiklektion läxa läxan läxor läxorna prov provet proven matteprov matteprovet glosprov
glosprovet
engelskaprov engelskaprovet noprov noprovet so-prov no-prov nationella redovisning redovisningen uppsats uppsatsen
betyg betyget betygen lektion lektionen lektioner schemat schema rasten klassen klass vikarie vikarien nian åttan
sjuan
gymnasiet gymnasium högstadiet studenten teoriprovet uppkörningen körkortet mattelektion mattelektionen
byggprogrammet fordon fordonsprogrammet bygg el-programmet elprogrammet barn-och-fritid estet samhäll naturprogrammet
teknikprogrammet vård-och-omsorg förstahandsval förstahandsvalet andrahandsval antagen antagningen
skor skorna jacka jackan jackor tröja tröjan mössa mössan hoodie byxor jeans sneakers ryggsäck ryggsäcken
vattenflaska vattenflaskan paraply paraplyet hörlurar airpods laddare laddaren frisyr frisyren glasögon tandställning
smink
skämt skämtet skämta gåta gåtan meme memes
 snowing snowed rain raining rained sunny sunshine weather winter spring christmas easter
 holidays football soccer basketball hockey baseball volleyball tennis swimming skating skiing bowling
climbing gymnastics match game games tournament goal goals penalty keeper referee league playoffs practice training
movie movies show song songs album playlist music concert netflix pizza burger burgers tacos sushi ice-cream
cake cookies candy lunch breakfast pasta rice soup kitten cat puppy hamster bunny horse horses math maths history
science geography biology chemistry physics english swedish spanish french art homework quiz essay grade grades class
classes lesson lessons test schedule timetable hoodie sneakers jacket joke jokes riddle ramadan halloween""")

#: Of these, what says when: by itself it makes no clause a practical one.
SEASONS = _words("""vintern sommaren hösten våren vinter sommar höst påsk påsken jul julen julafton nyår nyårsafton
midsommar
midsommarafton lucia halloween valborg sportlov sportlovet påsklov påsklovet höstlov höstlovet jullov jullovet
sommarlov
sommarlovet lovet ramadan eid provvecka provveckan spring christmas easter holidays""")

#: With what is said of them. No question, nobody else's doing.
SAID = _words("""jag vi det den detta är e ä var va blev blir har hade fick fått ska skulle kan kommer och o men eller
att så som om i på till från med av för efter innan under hos en ett min mitt mina vår vårt våra ny nytt nya
gillar älskar hatar spelar spelade spelat tränar tränade tränat vann vunnit förlorade kör körde vinner åkte fiskade
simmade
kollade kollat kollar tittade såg lyssnar lyssnade käkade åt ätit äter bakade bakat köpte köpt lagade klarade klarat
missade missat skrev skrivit började börjat börjar kom kommit pluggar pluggade pluggat kuggade kuggat
satte satt fyllde fyller hann tycker tror hoppas längtar
helt ganska rätt riktigt väldigt så mycket mkt lite typ liksom asså alltså ju väl nog bara också ändå faktiskt igen
redan äntligen nu idag igår imorse imorn imorgon förra nästa första andra hela varje dag dagen helgen veckan kl
bra bättre bäst jättebra skitbra asbra kul jättekul skitkul roligt roligast roligaste tråkigt skittråkigt segt
drygt kass
dålig dåligt dåliga sämst sämsta jobbigt skönt mysigt najs nice gött gott goda god äckligt äcklig äckel konstigt
sjukt grymt grym
coolt cool fett feta svårt lätt lugnt okej ok kort långt långsamt snabbt stark favorit favoriten
haha lol hej hejsan tja wow oj yes äntligen suger sög typiskt jäkla himla glad trevlig skoj tacksam mvh hälsningar
poäng mål minuter timmar gånger rad ggr stycken nivå lag laget
i we it is was were am are the a an my our this that had have has got get did do played play plays won win lost scored
 watched saw heard like liked love loved hate ate had made finished passed failed aced started and but so really
 very pretty
kinda super too just again today yesterday tomorrow first next all week weekend day in on at to with for
after before good great best better bad worst boring fun cool nice awesome mid easy hard long fast haha lol
hi hey yes bro yay from happy enjoyed kallt varmt kallare varmare""")

#: Harmless as they follow each other there.
SAID_PHRASES = """god jul|gott nytt år|gott nytt|glad påsk|trevlig sommar|trevlig helg|trevligt lov|skön helg|
skönt lov|trevlig kväll|glad sommar|happy halloween|happy easter|merry christmas|happy new year|bästa dan|bästa dagen|
fy fan va|fy fan vad|så jävla|fan va|fan vad|jävla domare|jävla kallt|inte så bra|inte så kul|inte så pjåkigt|inget
plugg|
inga läxor|ingen läxa|vilken match|vilket mål|vilken domare|vilken dag|ska bada|i basket|i pingis|lost again|
straffen gick i ribban|straffen gick i stolpen|missade straffen|missade en straff|gjorde läxan|gjort läxan|gjort
läxorna|gjort klart läxan|did the homework|did my homework|lets go|let us go|stod i mål|got a|a b in|it is cold|so
cold|kollat på matchen|kollade på matchen|såg på matchen|klippt mig|klippte mig|fick a|fick b|fick c|fick d|fick e|
a b|a c"""

#: With what a question begins that a human can answer, about somebody of the case.
ASKING = """vem vad när var hur vilken vilket vilka varför kan har är finns ska brukar who what when where how which
why is are does do did can has will"""
#: What makes a question a call.
HURRIED = _words(
    """nu direkt snabb snabbt snabbare ringa ringer ringt ringde ikväll now fast call calls called"""
)

#: What is said beside that one comes to a meeting.
ON_THE_WAY = _words("""båda tandläkaren läkaren jobbet skolan praktiken träningen frisören kryckor vrickat stukat
foten luktar
ni vet bara direkt strax snart också mamma pappa går cyklar åker tar bussen tåget cykeln sorry förlåt ja aa jo
såklart absolut
självklart visst gärna sist förra gången glömde glömt svara såg det här först""")
#: What makes a yes less than one.
DOUBTS = _words("""om eller kanske nog tror hoppas ska skulle kan att vill inte ej if or hope can should""")
