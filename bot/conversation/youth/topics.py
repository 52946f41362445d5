"""What is said in so many ways that only its words are listed: for each topic, the words a clause may have.

No list may hold all words of a cry, in whatever order: a test tries the shortest. So "ni" and "komma"
never share a
list, "jag" and "hem" neither, and "inte" stands where the topic expects it alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation.youth.wishes import Asked, Intent


@dataclass(frozen=True, kw_only=True)
class Loose:
    """A list of words for one intent.

    ``slots`` may stand among them; of each group in ``needs``, one must be there. ``asked``: the questions that must
    be open. ``is_reason``: it says why. ``is_plain``: it has none of the common words. ``cost``: how much less it
    counts than another list with the same words.
    """

    kind: Intent
    words: str
    needs: tuple[str, ...]
    slots: tuple[str, ...] = ("when",)
    asked: tuple[Asked, ...] = ()
    is_reason: bool = False
    is_plain: bool = False
    cost: int = 0


#: Words that say nothing by themselves, and that every list has but those of reasons.
COMMON = """jag vi man du ni det är var: blir bli ska skulle kan kunna kunde får få har hade ha vill vilja gärna
behöver på i till från med om och eller så men att som en ett den min mitt mina din ditt er ert era vår vårt
våra hur vad vilken vilket vilka när något någon några också bara oss dig igen nästa gång för finns går
gör brukar vet undrar tror tänkte tänkt okej ok hej tack lite sonen dottern barnet möjligt typ just annars
the a an is are do does can could will would may i we you it this that to of for with on in at and or my
our me us
if please what when how who which any just also have has there hi hello thanks so"""

_WE = "jag vi man"
_FAMILY = """mamma mamman pappa pappan morsan farsan föräldrar föräldrarna mormor morfar farmor farfar
brorsan syrran
brorsa syrra bror syster lillebror lillasyster storebror storasyster kusin kusinen moster faster morbror farbror
kompis kompisen polare tjejen flickvän killen pojkvän sambo sambon man fru son sonen dotter dottern grabben
grannen chef chefen coach tränaren tränare"""
_MEETING = """mötet möte möten mötena träffen träff uppföljningen uppföljning sig-mötet sigmötet sigmöte
avstämningen
nätverksmötet"""
_SUBJECTS = """matte matten matematik engelska engelskan svenska svenskan no so fysik kemi biologi historia
franska
spanska tyska slöjd bild musik idrott idrotten hemkunskap teknik religion samhäll geografi moderna
programmering"""
_SPORTS = """gympa gympan lagträning fotboll fotbollen innebandy basket handboll hockey ishockey boxning
thaiboxning mma judo
karate simning
simma dans dansa ridning rida gym gymmet gymma padel tennis friidrott volleyboll skate kampsport brottning musik
replokal trumpet gitarr orkester kör teater scouterna scout scouting"""
_SHOPS = """ica maxi coop willys lidl hemköp netto citygross max donken mcdonalds mcdonald's burger king subway
pizzerian restaurangen caféet kiosken affären butiken lagret hemtjänsten vården sjukhuset äldreboendet förskolan
dagis fritids verkstan bygget fabriken terminalen lageret foodora jobbet jobb kassan hemtjänst posten
postnord"""
_TOWNS = """dalarna skåne småland norrland värmland gotland öland åre sälen landet stugan sommarstugan
skövde falun borlänge göteborg stockholm malmö uppsala örebro västerås linköping norrköping
jönköping
lund helsingborg gävle sundsvall umeå karlstad växjö borås trollhättan mariestad lidköping falköping
tidaholm hjo
tibro vara skara nässjö huskvarna eskilstuna södertälje halmstad kalmar kristianstad karlskrona östersund luleå
danmark norge finland tyskland spanien grekland thailand london köpenhamn oslo liseberg"""
_PLACES = """skolan kontoret stan centrum torget stationen resecentrum biblioteket biblan fritidsgården gården
kommunhuset stadshuset socialkontoret polishuset polisstationen soc socialen bup ungdomsmottagningen"""
_EXAMS = """mattelektionen engelsklektionen svensklektionen lektionerna matteprovet engelskaprovet no-prov
so-prov nationella nationellt np prov provet matteprov engelskaprov tenta omprov redovisning läxförhör"""

LISTS = (
    # ------------------------------------------------------------------- the offer to pass on: neither nor
    Loose(
        kind=Intent.MAYBE,
        asked=(Asked.OFFER,),
        is_plain=True,
        words="""skicka skickar skickas skickat skickade sänds vidare hur vad va vem när vart exakt är jag du det
        hon henne bara
            inte sista första senaste hela allt allting delen biten raden chatten meddelandet texten skrev skrivit
            skriver
            ta bort ändra ändras stryk lägg till också från utan om istället i stället hellre helst både fast men
            ok okej gärna eller svara svarar måste ska kan kunde får se ser läsa läser läs innan först en
            gång igenom vänta lite anonymt anonym namn namnet att veta skriv formulera snällare kortare
            bättre snyggare låter låta surt argt otrevligt engelska svenska tryckte trycker fel menade menar
            knappen funkar
            redan isf typ så
            den fram frågade fråga säg skriva mer""",
        needs=("skicka skickar skickas skickat skickade formulera anonymt anonym {name}",),
        slots=("name", "whose"),
        cost=30,
    ),
    Loose(
        kind=Intent.MAYBE,
        asked=(Asked.OFFER,),
        is_plain=True,
        words="""send sent sends sending it that what how who when do does did i you she her the all everything
        only just last bit
            part first whole message chat text wrote write is can could please but leave out without not to and or
            also instead
            rather see read before anonymous anonymously my name know make sound nicer shorter better rewrite let
            me wait
            ok okay go through pressed button cop of if exactly""",
        needs=("send sent sends anonymous anonymously rewrite {name}",),
        slots=("name",),
        cost=30,
    ),
    # ---------------------------------------------------------------------------------------------- ill at home
    Loose(
        kind=Intent.SICK,
        is_plain=True,
        words="""jag vi han hon sonen dottern min son mitt barn är e blev blivit har fått fick hade sjuk sjuka
            magsjuk magsjuka feber förkyld förkylda influensa influensan vattkoppor halsfluss hosta snuva stannar
            stanna
            hemma så därför kan inte kommer hinner skolan till på jobbet sen inatt när blir frisk friska återkommer
            hela
            familjen behöver boka om ställa in får avboka sjukanmält sjukanmäld heller tyvärr och men fortfarande
            med i som
            lillebror lillasyster brorsan syrran sorry hej tack ja nej det mötet idag imorgon""",
        needs=(
            "magsjuk magsjuka feber förkyld förkylda influensa influensan vattkoppor halsfluss sjuk sjuka sjukanmält",
        ),
        slots=("when", "called"),
        asked=(Asked.MEETING, Asked.TIME),
        cost=5,
    ),
    Loose(
        kind=Intent.SICK,
        is_plain=True,
        words="""sorry nah no my son daughter i we he she has have had got is am are sick ill fever flu cold
        stomach bug not
            can will come make it today tomorrow so at home staying stay the a with meeting unfortunately still""",
        needs=("sick fever flu ill",),
        slots=("when", "called"),
        asked=(Asked.MEETING, Asked.TIME),
        cost=5,
    ),
    # ------------------------------------------------------------------------------------------------ why
    Loose(
        kind=Intent.CANNOT,
        is_reason=True,
        words=f"""{_WE} har hade ska måste glömt glömde missat att är skall åker på i till från med om då
        sen den en ett
            min mitt mina samma tid fått hos båda två själv tandläkaren gympa exakt precis krockar krock
            samtidigt där hela ut iväg bort laget klassen
            skolan jobbet hos dagen vecka veckan kl klockan för eftersom så men och även lite mycket sista
            planerat inbokat bokat {_SUBJECTS} {_SPORTS} {_TOWNS} {_EXAMS} {_SHOPS} slutar börjar jobbar arbetar
            pluggar tränar spelar uppkörningen uppkörning körlektionen tandläkarn tandläkartiden läkartiden
            natt natten dag kväll
            kvällspass dagpass nattpass jobba träna spela plugga arbeta cup cupen match matchen träningen
            intervju intervjun arbetsintervju jobbintervju turnering tävling tävlingen läger lägret
            provet lektionen genrep konsert föreställning studiebesök prao praktik klassresa kalas
            bortresta bortrest resa semester klippa mig frisören""",
        needs=(
            f"""{{reason}} skolan plugget slutar börjar jobbar arbetar pluggar tränar spelar uppkörningen uppkörning
            körlektionen
            tandläkarn tandläkartiden läkartiden jobba träna spela plugga arbeta cup cupen match matchen
            träningen intervju intervjun turnering tävling tävlingen läger lägret provet lektionen genrep
            konsert föreställning studiebesök prao praktik klassresa kalas bortresta bortrest kvällspass
            dagpass nattpass {_EXAMS} {_SPORTS}""",
            """har hade fått ska måste slutar börjar jobbar arbetar pluggar tränar spelar åker krockar samma
            bortresta
            bortrest jobba cup""",
        ),
        slots=("reason", "when", "hour"),
    ),
    Loose(
        kind=Intent.CANNOT,
        is_reason=True,
        words=f"""min mina vår vårt våran {_FAMILY} jobbar arbetar jobba natt kväll kvällar natten dag
            dagen kör körde bussen lastbil taxi sover då på så och är i till ska hela veckan mycket jobbet
            resande fot bortrest bortresta utomlands tjänsteresa kvällspass nattpass
            {_SHOPS} {_TOWNS} har möte lika lite länge sen""",
        needs=(
            "jobbar arbetar jobba kör kvällspass nattpass tjänsteresa bortrest bortresta jobbet resande",
            _FAMILY,
        ),
        slots=("when", "hour"),
        cost=1,
    ),
    Loose(
        kind=Intent.PRACTICAL,
        words=f"""min mina {_FAMILY} skjutsar skjutsa släpper hämtar passar kör småsyskonen syskonen barnen barnvakt
            lillebror lillasyster lillan lillen minsta hunden mig oss då till mötet""",
        needs=("skjutsar skjutsa passar barnvakt", _FAMILY),
        slots=("when", "hour"),
    ),
    Loose(
        kind=Intent.CANNOT,
        words="""jag vi kan kunde inte ej hinner går funkar passar tyvärr då är bortresta bortrest
            så det blir svårt svår omöjligt i till på för mig oss mötet möte den dagen tiden
            arbetar jobbar har och men eftersom natt kväll hela veckan mitt min""",
        needs=("bortresta bortrest svårt omöjligt arbetar jobbar", "inte ej svårt omöjligt"),
        slots=("when", "reason", "hour"),
    ),
    # ------------------------------------------------------------------------------------- about the meeting
    Loose(
        kind=Intent.LATE,
        words=f"""jag vi kommer är missa missade missat bussen tåget buss tåg så först på men och då ungefär
            slutar jobba jobbar skolan jobbet träningen från till lite blir sen efter med min tyvärr därför
            nästa tar går direkt i vid halv börja utan oss mig ni kan före {_SHOPS} hinner inte förrän""",
        needs=(
            "missa missade missat börja först förrän",
            "{when} {hour} {minutes} nästa utan före",
        ),
        slots=("when", "minutes", "hour"),
    ),
    Loose(
        kind=Intent.LATE,
        words="""bussen tåget bussarna tågen går kommer inte förrän först min buss mitt tåg är sen sent
        försenad
            försenat inställd inställt jag vi så blir lite och har det nästa spårvagnen tunnelbanan kö trafiken
            mycket trafik i på vägen stå står bilen startar""",
        needs=(
            "bussen tåget buss tåg kö trafik trafiken spårvagnen tunnelbanan",
            """förrän sen försenad
            försenat inställd inställt nästa kö mycket startar""",
        ),
        slots=("when", "minutes", "hour"),
        asked=(Asked.MEETING, Asked.TIME),
    ),
    Loose(
        kind=Intent.MAYBE,
        words=f"""jag vi vet inte om än ännu får måste ska kan kolla kollar schemat schema jobbet på mitt min
            med beror det då hur ledig ledigt skjuts skjutsa skjutsar byta pass passet hinner hinna kommer
            komma återkommer svarar hör av mig oss lite osäker osäkra säker säkert är när tid men och så först
            prata chefen {_FAMILY} {_SHOPS} mötet möte tillbaka besked""",
        needs=(
            """vet kolla kollar beror återkommer osäker osäkra säker säkert""",
            """schemat schema än ännu skjutsa skjutsar skjuts byta pass passet jobbet återkommer ledig ledigt
            hinner {when} chefen mötet möte beror tid osäker osäkra säker säkert""",
        ),
        slots=("when", "hour"),
        asked=(Asked.MEETING, Asked.TIME),
    ),
    Loose(
        kind=Intent.OTHER_TIME,
        words="""jag vi man kan kunde skulle kunna går det de att ni vara va bli köra ta tar passar funkar
        bra bättre
            bäst ses möte mötet ha boka om flytta flyttas finns någon nån annan en tid tider ledig lediga
            för mig
            oss istället stället lite helst hellre gärna i på till eller och men hellre skulle kanske möjligt
            fram byta ändra alla dagar utom föredrar fungerar förmiddag stanna dag dagen så sista efter
            före senare tidigare också är typ lika""",
        needs=(
            "{when} senare tidigare",
            """föredrar alla stanna gärna hellre helst bättre bäst flytta flyttas byta ändra boka istället
            stället
            finns möjligt köra ta va vara bli""",
            """föredrar dagar kan kunde skulle går funkar passar gärna hellre helst bättre bäst finns
            möjligt byta ändra
            flytta""",
        ),
        slots=("when", "hour"),
        cost=3,
    ),
    Loose(
        kind=Intent.WHERE,
        is_plain=True,
        words=f"""är det de mötet möte vi ses ska vara va på i hos eller den här gången denna gång samma
        ställe stället
            plats platsen som sist förra vanligt vanliga igen var vart nånstans någonstans sa ni då
            lokal lokalen rum rummet sal {_PLACES}""",
        needs=(
            f"ställe plats platsen lokal lokalen {_PLACES}",
            "gången gång samma ses vanligt vanliga eller mötet möte var vart",
            "är ses var vart",
        ),
        slots=("when",),
        cost=1,
    ),
    Loose(
        kind=Intent.WHERE,
        words=f"""dörr dörren port ingång gå in rum våning vilken vilka buss bussen bussar tåg linje
        hållplats hållplatsen tar ska går man jag vi
        dit till från
            {_PLACES} {_TOWNS} mötet kontoret er ni av på i vid kliver stannar närmast
            åka ta hur är det bäst nummer gå""",
        needs=(
            "vilken vilka hur",
            "buss bussen bussar tåg linje hållplats hållplatsen dörr dörren port våning",
        ),
        slots=("when",),
    ),
    Loose(
        kind=Intent.HOW_LONG,
        words=f"""{_WE} hur länge lång långt tar håller det de på mötet möte till ungefär timme timmar
            kan köra ta ha hålla lite kortare kort den här gången ett blir bli är det skulle satt där i två
            tre sist förra förut senast men och inte lika så går att""",
        needs=("länge lång långt kortare", "håller tar mötet möte kan köra blir"),
        slots=("minutes",),
    ),
    Loose(
        kind=Intent.MEET_ELSEWHERE,
        words=f"""{_WE} kan kunde skulle kunna går det de att får vara va delta med på via över per i från
        min mobil
            mobilen telefon telefonen teams zoom video videosamtal videomöte länk facetime skype digitalt
            distans online nätet uppkopplad hållas i stället mötet möte istället stället ta köra göra
            ha bara eller om hos är {_TOWNS} hela lovet brorsan syrran mormor farmor
            kusinen pappa mamma min mina jobbet han hon man fru""",
        needs=(
            """telefon telefonen mobilen teams zoom video videosamtal videomöte länk facetime skype
            digitalt distans
            online nätet uppkopplad""",
            "kan kunde skulle går får",
            "hållas vara va delta med köra ta göra ha mötet möte",
        ),
        slots=("place", "when"),
    ),
    Loose(
        kind=Intent.MEET_ELSEWHERE,
        words="""kan kunde skulle går får vi man jag ses träffas ta ha köra mötet möte istället i stället för än soc
            kontoret skolan hellre helst på hos det""",
        needs=(
            "{place}",
            "istället stället hellre helst",
            "kan kunde skulle går får hellre",
            "ses träffas ta ha köra",
        ),
        slots=("place", "when"),
    ),
    Loose(
        kind=Intent.MUST_I,
        words=f"""{_WE} måste behöver är det de här detta frivilligt frivillig tvång tvungen tvungna
        obligatoriskt
            obligatorisk valfritt på mötet möten möte mötena alla eller blir något nåt om skiter i inte går
             komma gå vara va med verkligen båda föräldrar föräldrarna vårdnadshavare att varje gång händer
            vad delta
            närvara""",
        needs=(
            """frivilligt frivillig tvång tvungen tvungna obligatoriskt obligatorisk valfritt måste behöver""",
            "det de detta mötet möte möten mötena",
            "frivilligt frivillig obligatoriskt obligatorisk valfritt mötet möte möten mötena",
        ),
        slots=("when",),
    ),
    Loose(
        kind=Intent.MUST_I,
        words="""det de här detta verkligen
            jag vi man måste behöver komma gå vara va med på båda två alla verkligen föräldrar föräldrarna
            vårdnadshavare delta närvara""",
        needs=("måste behöver", "komma gå vara va delta närvara"),
        slots=("when",),
        asked=(Asked.MEETING, Asked.TIME),
        cost=1,
    ),
    # ------------------------------------------------------------------------------------------ whom and what
    Loose(
        kind=Intent.COORDINATOR,
        words="""har du ge ni jag vi kan få får skulle kunna behöver vill ha har vad va är heter hon för nr nummer
            numret telefonnummer telefonnumret mejl mejlen mail mailadress mejladress hur når nå tag
            kontakta i på till
            hon som håller allt och samordnare samordnaren min socialsekreterare handläggare handläggaren
            socialsekreteraren skicka mig oss igen vem det här om""",
        needs=(
            """nr nummer numret telefonnummer telefonnumret mejl mejlen mail mailadress mejladress når nå tag
            kontakta heter vem""",
            """{name} {whose} samordnare samordnaren socialsekreterare handläggare handläggaren
            socialsekreteraren håller""",
        ),
        slots=("name", "whose"),
    ),
    Loose(
        kind=Intent.CALL_ME,
        words="""höra av sig kan kunde skulle vill kunna be säg till att ska får gärna ringa ringer ring
        slå en signal
        mig oss upp
            samordnaren samordnare socialsekreteraren handläggaren någon nån av er det gäller angående om
            papperen pappren blanketten samtycket samtycke praktiken jobbet mötet tiden tid på från""",
        needs=("ringa ringer ring signal kontakta höra", "{name} samordnaren samordnare signal mig oss"),
        slots=("name", "when", "thing"),
    ),
    Loose(
        kind=Intent.OTHER_COORDINATOR,
        words="""jag vi man kan får få vill ha skulle vilja går det de att byta byt ut annan ny mot en någon nån
            socialsekreterare handläggare soc samordnare samordnaren handläggaren kontaktperson till i stället
            istället hur gör om""",
        needs=(
            "byta byt annan ny",
            """{name} soc soctant soctanten socialsekreterare handläggare samordnare samordnaren handläggaren
            kontaktperson""",
        ),
        slots=("name",),
    ),
    Loose(
        kind=Intent.IN,
        words="""kan kunde skulle får vi jag vill gärna ska lägga till bjuda in gruppen chatten på i också
        bjud lägg
            ha vara va med nästa möte mötet gång tränare fotbollstränare min att""",
        needs=("lägga bjuda bjud lägg", "{who} {name} {companion} fotbollstränare tränare"),
        slots=("name", "who", "companion", "when"),
    ),
    Loose(
        kind=Intent.MAY_I_BRING,
        words="""kan får skulle jag vi man gärna hellre helst vilja vill ta med mig min min än istället för
        stället
            om det går okej ok lugnt fotbollstränare tränare coach hänga haka följa komma på mötet är också
            nästa""",
        needs=("{companion} {who} fotbollstränare tränare coach", "ta hänga haka följa", "med på"),
        slots=("companion", "who", "when"),
    ),
    Loose(
        kind=Intent.WHO_READS,
        words="""jag vi man kan får ser läser läsa se chatten chatt sidan sida sidor det de här detta den
        som vad va
            skriver skrivs står också eller bara du ni är min vem vilka mer fler alla andra samma en egen
            meddelanden mina svar till er om
            vårdnadshavare""",
        needs=(
            "ser läser läsa se",
            "chatten chatt sidan sida sidor skriver skrivs meddelanden",
            "{who} {name} vem vilka vårdnadshavare sonen",
        ),
        slots=("name", "who"),
    ),
    Loose(
        kind=Intent.WHAT_IS_KEPT,
        words="""jag vi man kan får få läsa se veta ni har det de som står skrivit skriver sparar sparas
        lagrar lagras
            antecknat antecknar antecknas anteckningar journal journalen akt akten papperen pappren
            papprena papprenna
            registrerat registret om mig oss en i vad va allt hur länge här detta uppgifter information
            familj vår
            var begära ut kopia på raderas""",
        needs=(
            """sparar sparas lagrar lagras antecknat antecknar antecknas anteckningar journal journalen akt
            akten
            papperen pappren papprena registrerat registret raderas""",
            "jag man mig oss ni allt en vad va det länge",
        ),
        slots=(),
    ),
    Loose(
        kind=Intent.WHAT_IS_THIS,
        words="""vad va står betyder är det de för förkortningen förkortning sig här grejen grejer vem la
        lade till mig
            gruppen grupp insats insatsen ens innebär går ut på detta den egentligen förklara kan du ni med lätt
            svenska enkel enkelt jag förstår""",
        needs=(
            "står betyder förkortningen förkortning la lade innebär förklara",
            "sig gruppen grupp insats insatsen mig",
        ),
        slots=(),
    ),
    Loose(
        kind=Intent.MY_RIGHTS,
        words="""vad va har jag vi man för vilka rättigheter rätt i det de här detta egentligen som förälder
            vårdnadshavare barn ungdom är mina våra kan läsa om dem var står""",
        needs=("rättigheter",),
        slots=(),
    ),
    Loose(
        kind=Intent.MY_TASKS,
        words="""vad va var det de jag vi skulle ska göra fixa till nästa gång möte mötet något nåt med om
        cv läxa
            mina uppgifter uppgift lovade bestämde kolla ta reda på glömt glömde minns inte igen nu""",
        needs=(
            "vad va",
            "göra fixa uppgifter uppgift lovade",
            "till uppgifter uppgift lovade",
            "gång möte mötet mina",
        ),
        slots=("when",),
    ),
    Loose(
        kind=Intent.LANGUAGE,
        words=f"""går det de att skriva på till dig du ni kan jag vi man snackar pratar prata talar svara
        svarar med
            oss {_FAMILY} läser förstår bättre han bra dåligt så lättare istället få får vill hellre helst
            gärna lätt
            texten
            meddelanden skicka allt också min""",
        needs=("{language}", "skriva skriv snackar pratar prata talar svara läser på kan få"),
        slots=("language",),
        cost=1,
    ),
    Loose(
        kind=Intent.INTERPRETER,
        words=f"""{_FAMILY} tolk tolken en behöver behövs vill ha få får finns det de till på mötet möte
        med är min mina
            som pratar talar prata förstår boka ordna fixa skulle bli blir så jag vi skulle behöva gärna
            bara ni vet
            kan om möjligt för {_FAMILY}""",
        needs=("tolk tolken",),
        slots=("language", "when"),
    ),
    Loose(
        kind=Intent.COMPLAIN,
        words="""klaga klagomål klagar missnöjd nöjd vem vänder man sig till om jag vi är inte med hur
        förra mötet
            sköttes chef chefen bestämmer över eva var på kan lämna in ett vill var gör man vart framföra
            synpunkter lämnar skötts
            beslutet det""",
        needs=("klaga klagomål missnöjd nöjd synpunkter chef chefen", "vem hur var vart vill kan är"),
        slots=("name", "whose"),
    ),
    Loose(
        kind=Intent.STOP_REMINDERS,
        words="""sluta lägg av spamma sms-a smsa sms skicka påminna påminn påminnelser påminnelserna
        påminnelse notiser
            notiserna mig med så mycket mkt många tidigt inga färre mindre jag har koll själv hela tiden på
            morgonen
            kan du ni bot brorsan mannen fler ofta varje dag behöver inte dem skriva kvällarna kvällen
            kväll natten mornarna morgnarna""",
        needs=(
            """messa messar messandet spamma sms-a smsa sms påminna påminn påminnelser påminnelserna påminnelse
            notiser notiserna""",
            "sluta lägg inga färre mindre",
        ),
        slots=(),
    ),
    Loose(
        kind=Intent.OTHER_PHONE,
        words="""jag här har fått nya köpt skaffat bytt ny nytt mobil mobilen telefon telefonen tele lur nummer nr
        telefonnummer
            min mitt så såg inte ditt dina er förra gamla meddelande meddelanden meddelandet ser det de är
            nu på och
            därför numret mobilnummer""",
        needs=(
            "ny nytt bytt",
            "mobil mobilen telefon telefonen tele lur nummer nr telefonnummer numret mobilnummer",
        ),
        slots=("number",),
    ),
    # ---------------------------------------------------------------------------------------- everyday things
    Loose(
        kind=Intent.ASK_ABOUT,
        words=f"""{_WE} finns det de är blir får få har ska kan kunna bjuds bjuder ni på ta med något nåt
        någon nån några
            och eller dit till för hur var vad vilken vilket när behöver bra nära närheten gratis
            funkar fungerar ändrar byter loggar laddar ner stänger sätter ordnar betalar betalt ersättning du
            fixa fixar ordna skicka skickar mejla mejlar maila skriva under lämna in att i av sin min mitt mina
            vår vårt våra er ert glömt glömde hittar den hälsa säg säga sökt klar bocka nya bytt en ett
            flyttat lägenhet meddela avstängd avstängt på av hjälpa mig hjälper ta öppet göra boka bokat
            beställa
            hämta lämna lämnar hämtar skrivit skriva läsa fylla ifyllt vill önskar ny nytt nya gammal stor stort
            genom via ha använda komma in använder lägga tänker tänkt prata pratat fråga frågat veta vet
            hört hör
            söka söker sökt börja börjar fortsätta klar klart färdig datum vecka dag kvar jobba jobbar öva
            plugga
            tillbaka hos mot mycket låna svar hände händer bussen tåget kosta nästa istället någonting möjligt
            {_SUBJECTS} {_PLACES} lektionen skolan jobbet tid
            kostar behövs egen eget själv hur många som om hela vem tar gäller
            påminna också fixat bestämde bestämt sist kom fram vi sa""",
        needs=(
            "{thing}",
            """finns det är blir får har ska kan bjuds bjuder behövs krävs kostar hur var vad vilken när behöver
            funkar
            fungerar ordnar fixar
            fixa skicka mejla mejlar hälsa glömde glömt sökt gäller vem vill ny nytt bestämde sa till om
            med ta min
            mitt mina""",
        ),
        slots=("thing", "name", "when", "place"),
        cost=2,
    ),
    Loose(
        kind=Intent.ASK_ABOUT,
        words="""vad vilka ska jag vi man behöver måste ta med mig oss något nåt nån någon grejer saker
        till mötet möte
            på dit ha och är det de bra att""",
        needs=("ta", "med", "ska behöver måste", "vad vilka något nåt grejer saker"),
        slots=("when",),
        cost=2,
    ),
    Loose(
        kind=Intent.CANNOT,
        is_reason=True,
        words=f"""jag vi är i på åker ska till hela hos glömt att jag mormor farmor morfar farfar kusinen
        kusiner släkten bort
            {_TOWNS} och då kommer tillbaka först hemma igen""",
        needs=(_TOWNS + " bort", "{when} ska"),
        slots=("when",),
    ),
    Loose(
        kind=Intent.ASK_ABOUT,
        words="""prata göra gå igenom handlar handla ta upp kommer händer hända lång långt håller insatsen
        sig mötet
            möte mötena möten träffarna tänkt meningen syftet agendan planen veckorna terminen programmet""",
        needs=("prata göra igenom handla händer lång syftet", "vad hur", "mötet möte mötena möten insatsen"),
        slots=("when",),
        cost=2,
    ),
    Loose(
        kind=Intent.ASK_ABOUT,
        words="""öppet öppnar stänger öppettider fritidsgården gården biblioteket biblan kontoret gymmet
        badhuset
            receptionen ungdomsmottagningen idag på lovet helgen""",
        needs=(
            "öppet öppnar stänger öppettider",
            "fritidsgården gården biblioteket biblan kontoret gymmet badhuset "
            "receptionen ungdomsmottagningen",
        ),
        slots=("when", "name"),
        cost=2,
    ),
    Loose(
        kind=Intent.ASK_ABOUT,
        words="""skjutsa skjutsar skjuts köra mötet jobbet stationen bussen praktiken träningen mig""",
        needs=("skjutsa skjutsar skjuts", "mötet praktiken träningen", "kan får skulle finns"),
        slots=("when", "name"),
        cost=2,
    ),
    # ------------------------------------------------------------------------------------------------- English
    Loose(
        kind=Intent.WHO_COMES,
        words="""coming come attending attend joining join there be going too""",
        needs=("{name} {who}", "coming attending joining come"),
        slots=("name", "who", "when"),
    ),
    Loose(
        kind=Intent.CANNOT,
        is_reason=True,
        words="""i we have has had got get my a an the at in on to for work working finish finishes
        football soccer
            basketball practice training match game gym dentist class school exam test maths math english
            driving
            lesson until till o'clock from that same time then shift job night nights day all evening he his she
            husband wife mum mom dad brother sister is are am works later also appointment doctor trip away cup
            tournament interview babysitting
            another meeting because so cause""",
        needs=(
            """{reason} work working finish football soccer basketball practice training match game gym
            dentist class
            exam test lesson shift job works appointment trip tournament interview babysitting""",
            "have has had got get works working finish finishes",
        ),
        slots=("reason", "when", "hour"),
    ),
    Loose(
        kind=Intent.OTHER_TIME,
        words="""i we can could is it possible to come after before that later the same day would be better
        way works
            work best for me us any other another time move change reschedule have do how about maybe if
            please rather
            meeting there available suits suit fine good start bit a little earlier not then""",
        needs=(
            "{when} later earlier another reschedule",
            """possible can could better works best move change
            reschedule rather about suits suit""",
        ),
        slots=("when", "hour"),
        cost=2,
    ),
    Loose(
        kind=Intent.WHERE,
        words="""may can could i we have get the address location room place please send me us to of for
        where is it
            meeting what which bus do take there how find get entrance again held""",
        needs=("address location room entrance bus place", "may can could send where what which how"),
        slots=("when",),
    ),
    Loose(
        kind=Intent.MUST_I,
        words="""do i we have need to go come be there attend actually really these this it the meeting
        meetings is
            are mandatory compulsory optional voluntary both parents all required every time does my lol""",
        needs=(
            "have need mandatory compulsory optional voluntary required",
            "do is are does",
            """mandatory compulsory
            optional voluntary required go come be attend""",
        ),
        slots=("when",),
        cost=1,
    ),
    Loose(
        kind=Intent.STOP_REMINDERS,
        words="""stop texting spamming messaging sending reminding reminders texts notifications me so
        early much many
            in the morning bruh bro fewer less no more these""",
        needs=("texting spamming messaging reminding reminders notifications texts", "stop fewer less no"),
        slots=(),
    ),
    Loose(
        kind=Intent.COORDINATOR,
        words="""how do can could may i we have get hold of reach contact what is who the office phone
        number email for
            my coordinator social worker in charge to need do you""",
        needs=("hold reach contact number email who", "{name} {whose} coordinator worker charge"),
        slots=("name", "whose"),
    ),
    Loose(
        kind=Intent.CALL_ME,
        words="""could can would you get tell ask to call ring phone me us please it is about the summer
        job papers
            meeting form my coordinator after before have give a""",
        needs=("call ring phone", "{name} coordinator", "me us"),
        slots=("name", "when"),
    ),
    Loose(
        kind=Intent.MAY_I_BRING,
        words="""is it cool ok okay alright fine if can could may i my comes come tags tag along with w me
        bring also
            mate mates there to the meeting""",
        needs=("{companion} mate mates", "comes come tags tag along bring", "is can could may"),
        slots=("companion", "when"),
    ),
    Loose(
        kind=Intent.WHAT_IS_THIS,
        words="""i do not know what sig even is this group someone explain can you please stand stands for
        mean means
            does the actually about it all""",
        needs=("sig group", "what explain"),
        slots=(),
    ),
    Loose(
        kind=Intent.WHO_READS,
        words="""who else like can could is able to read reads see sees my messages on here this chat page
        so other than you
            all besides what i write""",
        needs=("read reads see sees", "messages chat page write", "who {who}"),
        slots=("who", "name"),
    ),
    Loose(
        kind=Intent.INTERPRETER,
        words="""i we need would like an interpreter for in if possible please my mother father mum mom dad wife
            husband needs will there be can could have get at the meeting is are""",
        needs=("interpreter",),
        slots=("language", "when"),
    ),
    Loose(
        kind=Intent.MEET_ELSEWHERE,
        words="""can could may we i he she my husband wife do it have the meeting join attend on by via
        over video zoom
            teams phone online instead from home be is possible to that office""",
        needs=("video zoom teams phone online", "can could may possible", "do have join attend meeting be"),
        slots=("place", "when"),
    ),
    Loose(
        kind=Intent.LANGUAGE,
        words="""could can the meeting be held in you write speak talk to me us please my not so good yet
        very i do
            would like it is""",
        needs=("{language}", "held write speak talk", "could can do would"),
        slots=("language",),
    ),
    Loose(
        kind=Intent.WHAT_IS_KEPT,
        words="""what information data do you keep save store stored kept saved about our my me us family
        and for how
            long is are everything messages i write the delete deleted can it to see file records""",
        needs=("keep save store stored kept saved file records", "what how is can do"),
        slots=(),
    ),
    Loose(
        kind=Intent.LATE,
        words="""bus train is slow late delayed going to be like about i am at work until so will come
        there running a
            bit in traffic min my missed the we stuck first""",
        needs=("slow late delayed missed traffic", "bus train {minutes} {when} {hour} work running"),
        slots=("when", "minutes", "hour"),
        cost=1,
    ),
    Loose(
        kind=Intent.MY_TASKS,
        words="""what was i supposed to do for next time meeting forgot again my tasks task homework are am
        we is it
            the have""",
        needs=("what forgot", "supposed tasks task homework"),
        slots=("when",),
    ),
    Loose(
        kind=Intent.ASK_ABOUT,
        words="""is are there any will be do we i get have need to bring the a an my for at in on meeting
        where can how
            what free near close does it work change should anything please who pays send""",
        needs=("{thing}",),
        slots=("thing", "when", "name"),
        cost=2,
    ),
)
