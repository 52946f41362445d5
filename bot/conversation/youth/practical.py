"""Practical things that only a human can answer, harmless news and small talk, in both languages.

Who asks after a form, a bus card or an answer is offered to have it passed on, without an alarm. Every noun stands
in the closed list of things; what is done with them, and by whom, in the parts below. How a template is written says
:mod:`bot.conversation.youth.graph`.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.youth.wishes import Asked, Intent

#: Parts that several sentences share.
NAMED: Mapping[str, str] = {
    "the": """[min|mitt|mina|vår|vårt|våra|er|ert|era|den|det|de|den där|det där|de där|den här|det här|hans|
        hennes|en| ett|
        någon|något|några|ny|nytt|nya|en ny|ett nytt|någon ny|sonens|dotterns|{whose}|lite|mer|gratis|fler|alla|
        rätt|vilken|vilket|vilka|min nya|mitt nya|hela|egen|eget|egna|första|sista|samma|själva]""",
    "about_np": """[(från|till|om|för|på|i|av|hos|via|med|angående|gällande) (er|dig|skolan|kommunen|soc|{name}|
        {who}| samordnaren|
        <mtg>|förra mötet|mötena|praktiken|jobbet|sommarjobbet|mejl|mejlen|post|posten|brev|papper| {language}|
        mig|oss|gruppen|insatsen|sig|hemsidan|nätet|kontoret|{thing}|{place}|min son|min dotter|sonen| dottern|
        {shop})]""",
    "np": "<the> {thing} <about_np>",
    "msg": """(mitt|mina|det|vad|min) (meddelande|meddelanden|mejl|mail|sms|svar|brev|jag skrev|jag skrivit|jag har
        skrivit|jag skickade|jag skickat|jag skrev igår|fråga|frågor|ansökan|samtal)""",
    "pro": """({name}|snuten|en snut|aina|en polis|samordnaren|min samordnare|polisen|skolan|läraren|mentorn|
        min mentor|min
        lärare|rektorn|kuratorn| soc| socialtjänsten|kommunen|fritidsgården|bup|handläggaren|min handläggare|the
        police|the school|my teacher| social services)""",
    "folk": """({name}|du|ni|samordnaren|min samordnare|handläggaren|min handläggare|skolan|läraren|min lärare|
        mentorn|min
        mentor|min kontaktperson|rektorn|soc|kommunen|socialtjänsten|de på kommunen|de på soc|någon av er| någon
        på kontoret|syv|kuratorn)""",
    "child": """(min son|min dotter|sonen|dottern|han|hon|grabben|barnet|{called}|{name}|min man|min fru|mamma|
        pappa)""",
    "way": """[hem|till (mig|oss|er|dig|skolan|min son|min dotter|jobbet|kontoret)|på (mejl|mail|sms|papper|
        post| mejlen|
        kontoret|{language}|<mtg>|telefon)|via (mejl|mail|post|sms|brev|telefon)|per (post|mejl|mail|telefon|
        brev)|med (post|posten|brev)|i (förväg|brevform|brev|pappersform|efterhand|brevlådan)|skickat|skickad|
        utskrivet| utskrivna|mejlat|igen|också|{when}|digitalt|hemskickat|hemskickad|som (pdf|papper|brev)|innan
        <mtg>|innan mötet| efter <mtg>|inför <mtg>|under <mtg>|någonstans|här|där|dit|själv|nu|först|snart|tack|
        hos (er|dig|{name}| samordnaren)|i stället för (brev|mejl|sms)|utan kostnad|gratis]""",
    "do_np": """(få|ha|se|läsa|ta med|ta med mig|ha med|ha med mig|hämta|hämta ut|lämna|lämna in|skicka|skicka
        in|skicka över|
        mejla| maila|skriva ut|skriva under|skriva på|fylla i|ändra|ordna|fixa|beställa|boka|kolla|kolla upp|
        kolla på|visa| förklara|titta på|hjälpa mig med|hjälpa oss med|hjälpa till med|ge mig|ge oss|skicka mig|
        skicka oss|skicka ut| ansöka om|söka|byta|använda|ladda ner|gå igenom|köpa|betala|betala för|ersätta|
        förlänga|kopiera|översätta|läsa igenom|prata om|ta upp|diskutera|få hjälp med|få hjälp att (skriva|söka|
        fylla i|hitta|ordna|fixa)|få ut| få tillbaka|begära|begära ut|ta del av|få se|få läsa|få information om|
        få veta mer om|få mer information om| få låna|låna|glömma|hitta|fråga om|fråga {name} om|påminna {name}
        om|bocka av|göra|göra klart|fortsätta med| börja på|börja med|pausa|registrera|uppdatera|installera|
        logga in på|komma in på|komma åt|öppna|hälsa {name} om| få skjuts till|påminna mig om|påminna om)""",
    "did_np": """(fått|läst|sett|skickat|skickat in|tagit emot|gått igenom|hittat|bestämt|ordnat|fixat|hunnit
        kolla på|tittat på|
        skrivit|skrivit på|skrivit under|skrivit klart|svarat på|lämnat|lämnat in|fyllt i|mejlat|mailat|glömt|
        tappat|tappat bort| beställt|bokat|betalat|sökt|gjort|gjort klart|hämtat|hört av|ringt till|ringt|
        kollat|kollat upp|börjat på| börjat med|slutat på|slutat med|avslutat|bytt|ändrat|hittat på|missat|
        slarvat bort|glömt kvar|lämnat kvar| laddat ner|installerat|uppdaterat|pratat om|pratat med {name} om|
        pluggat till|övat på)""",
    "did_np_now": """(fick|läste|såg|skickade|skickade in|hittade|fixade|skrev|skrev på|skrev under|lämnade|
        lämnade in|fyllde i|
        mejlade|mailade|glömde|tappade|beställde|bokade|betalade|sökte|gjorde|hämtade|ringde|kollade|började på|
        slutade på|bytte|missade|glömde kvar|lämnade kvar|saknar|hittar inte|behöver|vill ha|skulle vilja ha|
        skulle behöva| söker|väntar på|undrar över|har frågor om|har en fråga om|har fortfarande inte fått|har
        inte fått|fick aldrig| fick inte|kan inte hitta|kan inte öppna|kommer inte in på|kommer inte åt|förstår
        inte|fattar inte|hinner inte göra|är klar med|är färdig med|är osäker på|tänker söka|ska söka|ska
        skicka|ska lämna in|ska fylla i|ska hämta|ska på|lyckades (söka|fixa|få)|måste (lämna in|skriva|fylla i|
        hämta|ordna|göra) [klart])""",
    "news": """(provet|matteprovet|engelskaprovet|nationella|intervjun|anställningsintervjun|uppkörningen|teoriprovet|
        körkortet|matchen|praktiken|första dagen på (jobbet|praktiken|nya skolan)|sommarjobbet|jobbet|skolan|i
        skolan|på jobbet|på praktiken|på provet|på intervjun|på matchen|på träningen|på mötet|mötet|
        redovisningen|cupen|läxförhöret| inlämningen|hos tandläkaren|på uppkörningen|med läxan|med läxorna|med
        cv|studiebesöket|på studiebesöket)""",
    "well": """(bra|jättebra|toppen|fint|sådär|okej|hyfsat|kanon|skitbra|asbra|riktigt bra|ganska bra|rätt bra|super|
        strålande|över förväntan|bättre|bättre nu|mycket bättre|mycket bättre nu|helt okej|lugnt|galant|bra
        faktiskt| bra tack|väl|utmärkt|framåt|så där|inget vidare|mindre bra|åt skogen)""",
    "moan": """(segt|tråkigt|drygt|keff|jobbigt|stelt|långt|störigt|mesigt|meningslöst|onödigt|astråkigt|assegt|
        skittråkigt|
        sådär|långtråkigt|rörigt|stressigt|krångligt|flummigt|ostrukturerat|otydligt|bra|roligt|kul|okej| värt|
        lugnt|chill|nice|givande|intressant|trevligt|konstigt|pinsamt|meh|helt okej|rätt najs|najs)""",
    "enp": """[the|my|our|your|a|an|any|some|that|this|his|her|another|a new|new|more|the new|free|which|what]
        {thing} [(from|
        to|for|about|of|in|on|by|at|with) (you|school|the school|social services|{name}|{who}|<emtg>|the last
        meeting|email|mail|post|paper|{language}|me|us|the group|the office|{thing}|work|my (son|daughter)|him|
        her)]""",
    "emsg": """(my|the|what) (message|messages|email|text|texts|letter|question|questions|i wrote|i sent|answer)""",
    "efolk": """({name}|you|the coordinator|my coordinator|the school|my teacher|my mentor|social services|the
        office|someone from the office|my contact person|somebody|someone)""",
    "edo": """(get|have|see|read|bring|take|pick up|hand in|send|send me|send us|email|email me|mail|mail me|
        print|sign|fill
        in|fill out|change|arrange|fix|order|book|check|show me|explain|look at|help (me|us) with|give (me|us)|
        apply for|use| download|go through|buy|pay for|pay|translate|talk about|borrow|find|ask about|get help
        with|get a copy of|copy| update|do|finish|start|open|log in to|get into|forward|resend|tell me about|
        tell us about|get information about)""",
    "eway": """[by (email|mail|post|text|phone)|in (advance|writing|paper form|a letter|the mail|{language}|the
        office)|on
        paper| to (me|us|my son|my daughter|the school|you|my email)|again|too|also|as well|{when}|please|there|
        here|before <emtg>|after <emtg>|for <emtg>|at <emtg>|instead|first|soon|online|as a pdf|as an email]""",
    "edid": """(got|gotten|received|read|seen|sent|sent in|signed|filled in|filled out|found|lost|forgotten|
        forgot|finished|
        done|handed in|applied for|ordered|booked|paid for|picked up|checked|started|fixed|heard about|heard
        anything about|talked about| uploaded|emailed|looked at|answered|printed|missed)""",
}

#: Sentences, by what they say.
SENTENCES: Mapping[Intent, str] = {
    Intent.ASK_ABOUT: """
        (kan|får|skulle|kunde|vill|ska|måste|behöver|bör|borde) (jag|vi|man|du|ni|han|hon|min son|min dotter|
            {name}| samordnaren|någon|skolan|någon av er|mamma|pappa) [kunna|få|också|även|ens|möjligtvis|bara|
            vara snäll och| vara vänlig och] <do_np> <np> <way> [eller]
        (går|är) det [möjligt|bra|okej|tillåtet|lugnt] att <do_np> <np> <way>
        (går|är) det [möjligt|bra|okej] att få (det här|detta|det|informationen|allt) <way> [också]
        (finns|är) det [någon] (möjlighet|chans|plats) att <do_np> <np> <way>
        hur (gör|ska|kan|bör) (jag|vi|man) [göra] [för att|om (jag|man|vi) ska|om (jag|man|vi) vill] <do_np>
            <np> <way>
        (finns|är|blir|ingår|har ni|ges|delas|kommer) det [att finnas|någon|några|något|en|ett|ut|bra] <np>
            [där|{place}|på <mtg>|i (byggnaden|huset|lokalen|närheten|receptionen|rummet)|vid ingången|till
            <mtg>|på plats|kvar|gratis| {when}|för (mig|oss|barn|besökare|alla)]
        (har|hade|fick|får|skickar|ger) (ni|du|vi|jag|man|<folk>) [någon|några|något|en|ett|alltid|också] <np>
            [där| {place}|på <mtg>|i (byggnaden|huset|lokalen)|efter <mtg>|efter mötet|till <mtg>|{when}|hem|på
            mejl| med posten|innan mötet|som pdf|skriftligt]
        (har|hade) [<folk>|<child>|mitt|jag|vi] [inte|redan|också|ens] <did_np> (<np>|<msg>|det jag (skrev|
            skickade| lämnade)) [än|ännu|som (jag|vi) (skickade|lämnade|skrev|mejlade)|igår|idag|{when}|redan]
        (jag|vi) [har] [inte|redan|precis|nu|äntligen] <did_np> [på|in|på|om|under] (<np>|<msg>) [nu|igår|idag|
            redan|än|ännu|i tid|{when}|som (jag|vi) (skulle|lovade)|hos er|på (kontoret|{place}|bussen)]
        (jag|vi|{name}|han|hon|min son|min dotter) [har] (inte|aldrig|ännu inte|fortfarande inte) (fått|hört)
            (något|någon| några) [svar|besked|brev|information|info|kallelse|papper|mejl|sms|återkoppling|
            inbjudan|{thing}] [från (er| dig|skolan|{name}|samordnaren)] [än|ännu|om <mtg>|om {thing}|angående
            {thing}]
        (jag|vi) har [ännu|fortfarande] inte (fått|hört) (svar|besked|information|info|återkoppling|brev|brevet|
            kallelsen) [från (er|dig|skolan|{name}|samordnaren)] [än|ännu|om <mtg>|om {thing}]
        [jag|vi] <did_np_now> <np> [nu|igår|idag|redan|än|ännu|i tid|{when}|som (jag|vi) (skulle|lovade)|hos
            (er|dig)|på kontoret|{place}|på bussen|tack|inte|också|där]
        [har|jag har] [inte|redan|precis|nu|äntligen] <did_np> <np> [nu|igår|idag|redan|än|ännu|{when}|som jag
            (skulle| lovade)|hos er]
        vem (betalar|ordnar|fixar|skickar|skriver|har|får|bestämmer om|sköter|ansvarar för|bokar|beställer|står
            för|köper| hjälper (mig|oss|till) med|tar hand om|vet (något|mer) om|frågar (jag|man|vi) om|pratar
            (jag|man) med om) <np> [då|{when}]
        (när|var|vart|hur|till vem|vem|hos vem) (får|kan|ska|skickar|lämnar|hämtar|hittar|söker|ansöker|gör|
            skriver|fyller| loggar|byter|bokar|beställer|ändrar|behöver|måste) (jag|vi|man|han|hon|min son) [in|
            om|på|under|i|med|ut|av|få|hämta| lämna|lämna in|hitta|skicka|skicka in|söka|göra|boka|byta|till|
            tillbaka|ha|ta|kunna] <np> <way>
        (när|hur|var) (börjar|slutar|öppnar|stänger|är|blir|kommer|går|funkar|fungerar|ligger|betalas|skickas|
            delas|gäller) [det] [med|ut|ni|till] [med] <np> [{when}|där|ut|klar|klart|klara|över|för mig|
            egentligen]
        (vad|vilka|va) (kostar|är|gäller för|händer med|står det i|står i|betyder|menas med|innebär|ingår i|
            tycker ni om| säger (ni|du) om|gör (jag|man|vi) med|behövs för|krävs för|ska stå i|ska vara med i|
            hände med|blev det av med|blev det med) <np> [då|för mig|{when}|för något|egentligen]
        hur (går|gick|blir|blev|ligger|står|är|var:) det [till] [med] <np> [då|{when}|egentligen]
        (vet|har) (du|ni|någon) [någon|nån|koll|koll på|något|mer|om|hur det (går|blir|är) med|när|om det finns|
            var|vad|om jag (får|kan få)] <np> [är|börjar|finns|blir|kostar|klart] [{when}|än|där]
        (vad|va) (sa|sade|tyckte|skrev|svarade|bestämde|ville) (<folk>|vi|ni) [om] [<np>|på <mtg>|sist|förra
            gången|på förra mötet|i telefon|på mitt mejl] [{when}|igår]
        (vad|va) (pratade|snackade) (ni|vi) om [på <mtg>|sist|förra gången|{when}]
        (blev|har|är) (det|ni|vi) (bestämt|klart|något bestämt|bestämt något|kommit fram till något|beslutat)
            [något] [om <np>|på <mtg>|än|ännu|sist|{when}]
        när (får|kommer|kan) (jag|vi) [få] [ett|något] (svar|besked|veta|veta mer|höra mer|hör ni av er|
            återkoppling) [från (er| {name}|skolan)] [om <np>|på <msg>|på min fråga|på det]
        när (svarar|läser|hör|återkommer) (ni|du|{name}|samordnaren|någon) [av sig|av er|på meddelanden|här|
            meddelanden] [på kvällar|på helger|{when}|då]
        (svarar|läser|jobbar|finns) (någon|ni|{name}|samordnaren|det någon) [här|som svarar|meddelanden] [på]
            (kvällen|helgen| helger|kvällar|natten|nätterna|lovet|röda dagar|jul|julafton|nyår|sommaren|
            söndagar|lördagar|{when})
        när (jobbar|är|börjar|slutar|har) ({name}|samordnaren|ni|min samordnare) [lunch|semester|möte|på jobbet|
            på plats| på kontoret|inne|tillbaka|ledig|för dagen] [{when}]
        (är|jobbar|har) ({name}|samordnaren|min samordnare) [där|på jobbet|på plats|på kontoret|inne|ledig|
            tillbaka|sjuk| semester|på semester|inne idag|slutat|bytt jobb|kvar] [idag|{when}|fortfarande|nu]
        (vad|va) (gör|jobbar) <pro> [med|på (mötet|<mtg>|soc|jobbet|kommunen)] [egentligen|för något]
        (vilken|vad har) [för] (roll|uppgift|funktion) [har] <pro> [i (gruppen|det här|sig|insatsen)| på <mtg>|
            här]
        (vem|vilka) (har bjudit in|bjöd in|bestämde att|ville att|sa att) (<pro>|(jag|vi|<pro>) ska vara med)
            [ska vara med] [i (gruppen|det här|sig)|på <mtg>|till <mtg>]
        varför (ska|måste|är|behöver|har ni bjudit in) (<pro>|alla) [vara] [med|där|inbjuden|bjuden|komma] [på
            <mtg>|i gruppen|då]
        (kan|ska|kommer) (du|ni) [också|att] (påminna|skicka påminnelse till|meddela|kalla|informera) (min son|
            min dotter| sonen|dottern|honom|henne|hans pappa|hennes pappa|hans mamma|pappan|mamman|skolan|min
            man|min fru) [också|om <mtg>|{when}|själv|på sms]
        (får|ska|har|kan|behöver) (hans|hennes|barnets) (pappa|mamma) [också|få] [fått|få|ha] (kallelsen|
            kallelse|informationen| inbjudan|samma information|veta tiden|vara med|tiden) [också]
        [jag|vi] (vill|önskar) att (hans|hennes|barnets) (pappa|mamma) [också] får (informationen|kallelsen|
            samma information| inbjudan|tiden) [också]
        (får|kan) (jag|vi) [få] (veta|information om|höra) vad ni (pratar om|bestämmer|kommer fram till|säger)
            [på <mtg>|på mötena|utan oss]
        måste (jag|vi) [som] [vårdnadshavare|förälder|mamma|pappa|båda] (godkänna|skriva under|skriva på|
            samtycka|bekräfta| svara) [något|det|det här|skriftligt|<np>|båda två|först]
        [jag|vi] (vill|önskar|behöver|skulle vilja) [gärna|skulle vilja|vill] [ha|få|boka] [ett|en] (möte|tid|
            samtal|kontakt| avstämning|telefontid|enskilt möte|eget möte|kort möte) med (samordnaren|{name}|
            {who}|er|en handläggare|någon av er|någon från soc) [själv|utan min son|om {thing}|{when}|via
            telefon|innan <mtg>]
        (vem|vart|vilken) [kontaktar|ringer|mejlar|vänder|nummer|frågar] (jag|vi|man|kontaktar jag|ringer jag)
            [mig|oss|sig] [till] om (jag|vi|man) (har frågor|har en fråga|undrar något|vill veta mer|behöver
            byta tid|får förhinder|vill prata|behöver komma i kontakt)
        (vi|jag|min son|min dotter|han|hon|sonen|dottern|familjen) (har|ska|kommer|har precis|ska snart) [att]
            (bytt|byta| börjat på|börja på|börjat i|börja i|fått) [en|till en] (ny|nytt|annan|ny skola|skola|
            klass|ny klass|gymnasiet|nytt jobb|ny adress|adress|ny lägenhet|nytt efternamn|ny mentor|ny lärare|
            ny tränare|ny tjänst|arbete|nytt arbete|ny praktik| praktik|praktiken|nytt schema) [skola|adress|
            mejladress|mejl|lägenhet|nummer|{when}|nu|i (höst|januari)]
        (vi|familjen) (ska flytta|har flyttat|flyttar) till (en ny lägenhet|ett nytt hus|ett hus|{town}|ny
            adress|annan adress) [{when}|nu|snart|efter jul|i januari]
        (mamma|pappa) och jag är skilda [och bor isär]
        (jag|vi) (bor|är) (isär|skilda|inte ihop längre) [jag och (hans|hennes) (pappa|mamma)]
        (jag|vi) har (ensam|delad|gemensam) vårdnad [om (honom|henne|barnet)]
        (kan|får) (vi|jag) [få] [ha] (en annan|en ny|samma|en bättre|en manlig|en kvinnlig) tolk [än|som] [sist|
            förra gången|den förra|denna gång|{when}]
        tolken (var:|förstod|pratade|kom|pratar) [inte|för|sen|fel|bra|dåligt] [så] (bra|dåligt|språk|dialekt|
            för snabbt|aldrig| sent|mycket bra|rätt språk)
        (har|vad har|när har) ni [för] (öppettider|öppet|öppet idag|telefontider|telefontid|besökstider|stängt)
            [{when}]
        (är|har) ni (öppna|öppet|stängt|där|på plats|ledigt) [på] {when}
        (kan|får) (jag|vi|man) (komma|gå|titta) (förbi|in|dit) (på kontoret|till kontoret|till er|och lämna
            {thing}|och skriva under|och hämta {thing}|för att skriva under) [{when}]
        (kan|får) (du|ni|{name}) (skicka|mejla|maila|skriva|lämna|ge) [mig|oss] (den|det|informationen|allt|en
            sammanfattning| det ni kom fram till|vad ni bestämde|lite info|mer info|mer information) [till mig|
            till oss] [på <way>|<way>]
        (kan|får|skulle) (någon|ni|du|{name}|jag|vi) [kunna] [få] (hjälpa|hjälp|hjälpa mig|hjälpa oss|hjälpa
            till) [mig|oss] (med|att skriva|att söka|att fylla i|att hitta|att fixa|att ordna) [min|mitt|mina|
            ett|en] {thing} [{when}|på <mtg>]
        (skriv|maila|mejla|messa) [mig|hellre] (istället|i stället|hellre) [för att (ringa|ringer)|än att ringa]
            [tack]
        (kan|får|skulle) (du|ni|{name}) [kunna] (skriva|mejla|messa|maila) [mig|hellre] (istället|i stället|
            hellre) [för att ringa|än att ringa] [tack]
        ring (inte|helst inte) (på lektionstid|under lektionen|på lektionerna|före {hour}|innan {hour}|efter
            {hour}|på jobbet|när jag jobbar|så tidigt|på förmiddagen|på kvällen) [tack|ring {when}]
        [jag|vi] (missade|såg att jag missade|har missat|missat) (ett samtal|samtalet|ditt samtal|ert samtal)
            [från (er|{name}| samordnaren|ett okänt nummer)] [igår|idag|{when}]
        (vad|va) (gällde|ville|var:) (samtalet|{name} [mig]|det ni ringde om|det du ringde om) [om|med]
        (vem|var: det {name}|var: det ni) [var: det] som ringde [mig|nyss|igår|idag|{when}]
        (<pro>|ni|hon|han) (lovade|sa|skulle|sa att hon skulle|sa att han skulle|sa att ni skulle) [att] (ringa|
            höra av sig|höra av er|skicka|mejla|fixa|ordna|kolla|ta reda på|återkomma|skriva|prata med) [mig|
            oss|<np>|det| på det|om det|skolan] [{when}|idag|igår|förra veckan] [men (har inte gjort det|inget
            har hänt|jag har inte hört något|hon har inte gjort det|det har inte hänt något|jag har inte fått
            något|ingen har ringt)] [än]
        (<pro>|ni) (ringde|svarade|skrev|återkom|hörde av sig|svarar|ringer|hör av er) (aldrig|inte) [av sig|
            tillbaka|igår|idag|i telefon|på mejl|på mina mejl|{when}]
        (kan|får) (jag|vi|man) (skriva|ställa frågor|fråga|höra av mig) (här|hit|till er|till dig) (när som
            helst|på kvällen|på helgen|dygnet runt|hela tiden|om allt)
        (vad|va) (händer|gör) (med|ni på|de på) (gruppen|insatsen|<mtg>|sig) [efter (sommaren|jul|lovet|nyår)|
            när jag fyller {number}|i sommar|sen]
        vem (bestämmer|avgör|beslutar) [det] [om|att|ifall|när] (gruppen|insatsen|insatsgruppen|sig|det här|
            mötena|detta) [ska] (fortsätta| sluta|avslutas|vara kvar|ta slut|är klar|pågå) [efter (sommaren|jul|
            lovet|nyår)|{when}]
        (fortsätter|slutar|pågår|avslutas) (gruppen|insatsen|sig|det här|mötena) [efter (sommaren|jul|lovet|
            nyår)|i sommar|till sommaren|hela året|{when}]
        vad händer (om|när) (han|hon|min son|min dotter|sonen|dottern|barnet|{called}) (inte kommer|inte vill
            komma|inte dyker upp|missar (mötet|ett möte)|fyller {number}|är sjuk|tackar nej|inte vill vara med|
            inte är med) [på <mtg>|på mötena|till <mtg>]
        vad händer (om|när) (jag|man) (skolkar från|missar|glömmer|kommer sent till|är sjuk på|fyller {number}
            under) (<mtg>|ett möte|mötena|insatsen)
        (jag|vi) (tycker|anser|upplever) att (det|mötena|mötet|kommunikationen|informationen|bemötandet|
            kontakten|det här| insatsen|ni|samarbetet) [har] (är|var:|varit|har varit|fungerar|funkar|har
            fungerat|blir|svarar|borde vara|tar) [lite| för|inte|väldigt|så|varit|alldeles] (dålig|dåligt|
            otydlig|otydligt|bra|långa|många|sena|sent|rörigt|kort|korta|tidigt| tidiga|bättre|sällan|mycket|
            mycket tid|långsamt|rörig|tunn|konstigt|fungerat dåligt|fungerat bra)
        (jag|vi) förstår inte (det här brevet|brevet|det brevet|meddelandet|ditt meddelande|det här meddelandet|
            blanketten|papperet|vad som står|vad det står i brevet|vad jag ska fylla i|vad jag ska skriva under|
            hur jag fyller i|vad som gäller)
        [jag|vi] (kommer|kommer nog|kom) inte in (i|på) (mötet|teams|zoom|appen|länken|videomötet|rummet|
            chatten|element) [på datorn| på mobilen]
        (videon|ljudet|kameran|mikrofonen|bilden|mötet|länken|teams|zoom|appen|chatten|element|sidan) (funkar|
            fungerar|startar|laggar| hackar|går) (inte|dåligt|bara|hela tiden|inte igång|ner|inte att öppna) [på
            (mobilen|datorn|min mobil)|för mig]
        (vi|jag) (har|behöver) (barnvagn|rullstol|kryckor|glutenallergi|nötallergi|en allergi|småbarn med oss)
        (min son|han|hon|min dotter|jag) är (allergisk mot {thing}|vegetarian|vegan|glutenintolerant|
            laktosintolerant)
        (får|kan) (man|jag) (ta rast|gå på toa|röka|snusa|ta paus|gå ut en stund|ha mobilen|ha mobilen framme|
            använda mobilen|äta| sitta tyst) (på|under|i) <mtg>
        (kan|får|ska) (vi|man) (ta|ha) (paus|rast|en paus|fikarast|fika) [på|under] [<mtg>|mitt i]
        (är|blir) det (okej|lugnt|tillåtet) att (ha mobilen framme|snusa|komma i träningskläder|komma i
            mjukisbyxor|ha keps|ta paus|sitta tyst) [på <mtg>]
        (hur|vad) (ska|bör|måste) (jag|man) (vara klädd|klä sig|klä mig|ha på mig|ha på sig) [på <mtg>|till
            <mtg>]
        (vad|va) ska (man|jag) ha på (sig|mig) [på <mtg>|till <mtg>]
        (could|can|may|would|should|do|must|will) (i|we|you|someone|somebody|{name}|my (son|daughter|husband|
            wife|mum|mom|dad)|the school|the coordinator) [please|also|possibly|kindly|need to|have to] <edo>
            <enp> <eway>
        (is|would) it [be] possible to <edo> (<enp>|this|it|that|the information) <eway>
        (could|can|may|would) (you|someone|{name}) [please|kindly] (send|email|mail|forward|give) [me|us] (it|
            this|the information|everything|more information|a summary|what you decided|the details) [to (me|
            us)] <eway>
        (how|where|when) (do|can|should|will) (i|we) <edo> <enp> <eway>
        (is|are|will) there [be] (any|a|an|some) <enp> [there|in the building|at <emtg>|nearby|for (us|visitors|
            me)|{when}]
        (have|has|did) (<efolk>|my (son|daughter)|i|we) [already|not|also] (<edid>|get|receive|read|see|send|
            find|hear about) (<enp>| <emsg>) [yet|that i sent|i sent|already|last week|{when}]
        (i|we) [have|did] [not|already|just|never] (<edid>|get|receive|find|understand) (<enp>|any (letter|
            answer|information|invitation| email|news)|an (answer|invitation|email)|<emsg>|this (message|letter|
            form)) [yet|from (you|school|{name})|today| yesterday|{when}|on time]
        (i|we) (need|want|would like|am looking for|am waiting for|are waiting for|lost|forgot|can not find|
            left|do not understand| can not open|have a question about|have questions about|need help with|could
            use) <enp> <eway>
        who (pays|pays for|sends|has|signs|arranges|takes care of|decides about|knows about|do i ask about)
            <enp>
        (what|how much) (is|does|do) <enp> [cost|mean|about|for|say]
        (how|when) (is|are|does|do|will) <enp> [going|coming along|start|end|open|close|be ready|due|work]
            [{when}]
        (when|what time) (does|do|is|are) (the office|your office|you|the library|reception) (open|close|closed|
            there) [{when}]
        when (will|can|do) (i|we) (get|hear|expect) [an|any|a|some] (answer|reply|news|from you|back|more
            information) [from (you| {name})|about <enp>|about it]
        (what|which) (role|part) (does|do|will) <pro> have [in (the group|this|it)|at <emtg>]
        what does <pro> do [here|in the group|exactly]
        (why|who decided that|who said that) (is|are|does|do|has|will) <pro> [have to|need to|going to] [be|
            come|coming|there| here] [in (the group|this)|at <emtg>|there|to <emtg>]
        (i|we) (would like|want|wish) (to have|to book|to get|to request|a|an) [a|an] (meeting|appointment|talk|
            conversation) with ({name}| the coordinator|you|someone from the office) [alone|{when}|about
            {thing}|before <emtg>]
        who (should|can|do|may) (i|we) (contact|call|ask|talk to|turn to) (if|when) (i|we) (have (questions|a
            question)|need to change the time|want to know more|need something)
        (i|we|my (son|daughter)) (have|has) (moved|a new address|changed (address|school|schools|class)|started
            (a new school|at a new school|an internship|work)) [to (a new apartment|{town})] [recently|now|last
            week]
        (has|did) my (son|daughter) (answered|answer|replied|reply|confirmed|confirm|said yes|say yes|got the
            invitation|get the invitation) [yet|to <emtg>]
        will my (son|daughter) (come|be there|be) [to <emtg>|at <emtg>]
        what happens if my (son|daughter) (does not come|misses <emtg>|does not want to come|is sick) [to
            <emtg>]
        (<pro>|the coordinator|you) (promised|said|were supposed|was supposed|said she would|said he would|said
            you would) [to| that] [call|send|email|check|get back to|ask] [me|us|back|about it|<enp>] [but (has
            not|have not|did not|i have not heard anything|nothing happened|nobody called)] [yet]
        (you|{name}|the coordinator) never (called|answered|wrote|replied) [me|back|us|to my (email|message)]
        [please] (text|email|write) me instead [of calling]
        (please|can you) do not call (me|us) (during class|at work|before {hour}|after {hour}|so early|in the
            morning)
        (can|may) i (keep|have|use|wear) my (phone|headphones|hat|hoodie|cap) [out|on] [during <emtg>|at <emtg>|
            there]
        can (we|i) (take|have) a break [during <emtg>|at <emtg>]
        what should i wear [to <emtg>]
        (the|my) (video|sound|camera|mic|link|app|chat|page|teams|zoom) (does not|will not|is not) (work|
            working|open|load|loading) [for me|on my phone]
        i can not (get into|log in to|open|join) (the (meeting|app|chat|link)|teams|zoom) [on my phone]
        (am i|is he|is she) allergic to {thing}
        (kan|får|går det att|funkar det att|är det okej att|måste|ska|behöver) (jag|man|vi) [få] (ändra (mitt
            svar|mig|tiden|datum|ett datum|svaret)|skicka (bilder|röstmeddelanden|röstmeddelande|filer|en bild|
            en fil)|mejla ({name}|er|dig|samordnaren)|ringa (hit|er|dig|{name}|till {name})| skriva [på]
            (digitalt|till {name}|med bankid|med mobilt bankid|under digitalt)|logga in (med bankid|på datorn|på
            två mobiler)|se (vilka som är med|svaret|vilka som kommer)|välja (vilka som (är med|ska vara med|
            kommer)|ämne|vem som (är med|kommer))|parkera (moppen|cykeln|bilen|en bil| epan) [där|utanför]|ringa
            in [till mötet]|komma (in|med bil)|ta (med|hit) barn|ha med (barn|barnen|min yngsta|lillasyster|
            lillebror)|ta med (min yngsta|barnen|bebisen|lillebror|lillasyster)|delta anonymt|tacka nej|svara på
            (engelska|arabiska)|använda (bankid|datorn))
        (går|funkar) det (med|utan) (bankid|mobilt bankid|leg|legitimation|kort|swish|bara legitimation|ljudet|
            kamera)
        (går|funkar|är) det [bra|okej|lugnt] (att|om) (jag|vi) (ringer in|är med på telefon|kommer (själv|ensam|
            utan mamma|utan pappa)|tar med (barnen|min yngsta|bebisen|lillebror|lillasyster)|parkerar (där|
            utanför)|skriver på svenska|skriver på engelska|skickar (en bild|ett röstmeddelande))
        (går|funkar) det (bra|okej)
        jag behöver ta med (min yngsta|barnen|bebisen|lillebror|lillasyster|min dotter|min son)
        (är|kostar|blir) det (gratis|något|nåt|pengar|mycket|dyrt) [för (mig|oss|ungdomar)|att vara med|att åka
            dit]
        (får|ger) (man|vi|jag|det) (betalt|pengar|ersättning|lön|något) [för (det här|att vara med|att komma|
            det|tiden)]
        (räknas|blir|ger|ses) det [det] [som|mötet] (frånvaro|ogiltig frånvaro|giltig frånvaro|ogiltigt|närvaro|
            skolk) [om jag går (dit|på mötet)|att gå på mötet]
        (kan|får|skulle) (ni|du|{name}|någon) [kunna] (säga till|meddela|skriva till|prata med|ringa|informera|
            fixa med) (skolan|min lärare|läraren|mentorn| jobbet|min chef|rektorn) [att|om|så att] [jag är]
            (borta då|borta|ledig|ledig då|det|mötet|frånvarande|på möte) [då|{when}]
        vet (skolan|mina lärare|min lärare|läraren|mentorn|{name}|jobbet|min chef|rektorn) om (att jag är med (i
            det här|här|i gruppen|i sig)|det här|mötet| gruppen|det|att jag är borta {when})
        (hamnar|står|finns|syns) (jag|det|det här) i (något|nåt|ett|belastningsregistret|ett register)
            [register] [på|när jag söker jobb] [då]
        (påverkar|syns) (det|det här|gruppen|sig) [på] (mina betyg|mitt betyg|min ansökan|mitt körkort|min
            praktik|mitt sommarjobb|mitt jobb|när jag söker jobb|i (betyget|ett utdrag))
        (kan|får) jag (ta körkort|söka jobb|ta moppekort|börja gymnasiet|åka på läger) [ändå|när jag är med|fast
            jag är med i (sig|gruppen)]
        (hur|vad) (blir|gäller|är) [det] (när|om|efter att) jag (fyller|fyllt|fyller år|blir) [{number}] [år|
            myndig]
        är det (till|fram till|tills) jag (fyller|är|blir) ({number}|myndig) [år]
        (hur lång tid|hur länge) [är det] (tills|till|innan) (jag är|gruppen är|det är) (klar|färdig) [med (sig|
            det här|gruppen)]
        vad händer (efter|under|i|på) (sommaren|lovet|jul|sommar|fritidsgården|gården|mötena|hösten|våren) [i
            helgen|ikväll|{when}|med gruppen]
        (finns|är) det [något|nåt] [kul|roligt] (att göra|på gång|att hitta på) [på|i] [lovet|helgen|sportlovet|
            sommaren|fritidsgården|gården|stan|ikväll| {when}|i helgen|på lovet]
        (kan|får|hur får|hur söker|var söker) (jag|man) [få|söka] [en|ett] (praktik|praktikplats|jobb|prao) [på|
            i|inom| via] [en|ett] [{shop}|verkstad|restaurang|butik|frisör|gym|kommunen|bygg|förskola|lager|
            skolan|{town}] [i sommar|{when}]
        (har|vet|kan) (du|ni) [ge|några|nåt|något|någon] (tips|tips på|råd|förslag) [om|på|inför] (jobb|
            sommarjobb|praktik|aktiviteter|intervjun|intervjuer|gym| läxhjälp|utbildningar|kurser)
        (busskortet|gymkortet|kortet|länken|inbjudan|biljetten|leget|lösenordet|koden|skolkortet) (har gått ut|
            är slut|gick ut|är borta|funkar inte|är spärrat| har slutat gälla|är försvunnet|fungerar inte)
        {name} (skulle|lovade|ville|har inte|har) [att] (kolla|kolla upp|fixa|ordna|fråga om|ta reda på|kollat|
            fixat|ordnat|kollat upp) (det|<np>|det där|upp det|det där med {thing}|det med {thing}) [än|åt mig|
            med {thing}]
        har ({name}|ni|samordnaren) (kollat|fixat|ordnat|frågat|ringt|fått svar|hört något) [upp] [om|på] [det|
            det där|<np>] [än|ännu|som vi pratade om]
        (mamma|pappa|min mamma|min pappa|min man|min fru|båda) [har] (skrivit|skrev|fyllt|lämnat|skickat|
            skickade) [på|under|i|in] <np> [nu|igår|idag]
        [jag|vi] har (inget|ingen|inte) (bankid|leg|id-kort|legitimation|dator|busskort|mejl|mejladress|
            skrivare|wifi|surf|körkort|bil|gymkort|mobilt bankid| swish) [längre|så|än|just nu]
        [jag|vi] (får|ser|hör|fick) (inga|inte|inget|ingen|aldrig) (notiser|dina meddelanden|meddelanden|mejl|
            påminnelser|påminnelse|bilden|länken|ljud|dina sms|kallelse|kallelsen|bilden du skickade|svar|
            ljudet) [i mobilen|från dig|längre|på mobilen|på mejlen]
        (meddelandena|notiserna|påminnelserna|mejlen) kommer (sent|inte|inte fram|dubbelt|för sent|två gånger|på
            engelska)
        (appen|element|chatten|telefonen|sidan) (kraschar|kraschade|loggade ut mig|hänger sig|är seg|laggar|är
            nere|hackar|startar inte|går inte att öppna| vill uppdateras|frågar efter (lösenord|kod|nyckel|en
            kod)) [hela tiden|igen|jämt]
        (vad|va) betyder (den röda skölden|skölden|utropstecknet|bocken|låset|symbolen|ikonen|verifiera|
            verifierad|nyckeln i appen)
        det står att (du|jag|boten|enheten|det) [inte] är (verifierad|osäker|overifierad|okänd|ny)
        (kan|får) jag lita på (dig|det här|boten)
        (kan|får) (jag|man) (ändra|byta) (språk|namn|bild|profilbild|lösenord|mejl|telefonnummer|svar) [i appen|
            här]
        (vart|var|hur|till vem) (vänder jag mig|meddelar (jag|man|vi)|anmäler (jag|man|vi)|ringer (jag|man)|
            säger (jag|man) till) om (jag|man|vi|han|hon|min son| min dotter) (vill ha mer information|blir
            sjuk|blir sen|får förhinder|inte kan komma|är sjuk|behöver byta tid|vill veta mer|har frågor) [samma
            dag|{when}]
        (vad|hur) (gäller|gör) [man|jag|vi|det] om (man|jag|vi|han|hon|min son) (blir sjuk|är sjuk|blir sen|får
            förhinder|missar bussen|glömmer) [samma dag|{when}]
        (finns|har ni) (informationen|information|det|detta|den|texten) [på] (andra språk|{language}|lätt
            svenska|ett annat språk) [också]
        (kan|får|skulle) (ni|du|jag|vi) [kunna] [få] (berätta|veta|höra|förklara|information|läsa) mer [om]
            (insatsen|gruppen|sig|mötet|det här|er|hur det går till|hur det fungerar|samtycke)
        (i|we) (can|could) [you] (tell|explain) (me|us) more about (the group|sig|this|<emtg>|how it works)
        (could|can|would) you (tell|explain to) (me|us) [a bit] more about (the group|sig|this|<emtg>|how (it|
            this) works)
        hur ofta (kommer|ska|brukar|är) (mötena|ni|vi|det) [att] (hållas|vara|ha möten|ses|ha möte|möten)
        how often will (the meetings|we|it) (be|be held|meet|have meetings)
        (vilka|vem) (deltar|kommer|är med) från (skolan|soc|polisen|kommunen|er|er sida) [på <mtg>|{when}]
        (behöver|måste) (jag|vi) ta ledigt [från (jobbet|skolan)] [hela dagen|för mötet|då]
        (vilka|vad för) uppgifter (har|får|lämnar|delar) (skolan|polisen|ni|soc|{name}) [fått|ut|veta|till
            skolan] [om (mig|min son|min dotter|oss)]
        (får|kan) (skolan|polisen|soc|{name}) [ta] (del av|veta|läsa) (det som sägs på <mtg>|vad som sägs på
            <mtg>|våra samtal|allt)
        gäller [mitt|vårt] (samtycket|samtycke) [fortfarande|tills vidare|för alla|hela tiden|ett år]
        hur länge gäller [mitt|vårt|ett] (samtycket|samtycke)
        (jag|vi) har (lämnat|skrivit på|gett|skrivit under) (samtycke|samtycket|ett samtycke) (kan|får) (jag|vi)
            (ändra mig|ångra mig|ändra oss|ta tillbaka det)
        [jag|vi] (vill|behöver|måste|skulle vilja) ändra (mitt svar|ett datum|datumet|svaret|vårt svar|tiden|min
            tid) [till (ja|nej|kanske|{when})] [är det här jag (skriver|gör det)]
        jag (svarade|skrev|tryckte) fel (på kallelsen|på inbjudan|förut|igår|på frågan)
        (jag|vi) [har] (lämnat|skickat|lagt|hängt) (det|den|dem|allt) (på kontoret|i receptionen|i brevlådan|
            till {name}|till skolan|in|på mejl) [igår|idag|nu]
        (lämnat|skickat|lagt) (det|den|dem|allt) (på kontoret|i receptionen|i brevlådan|till {name}|till skolan|
            in|på mejl) [igår|idag|nu]
        kan (sven|petra|{name}|<pro>|de|polisen) [ha|komma i|vara i|slippa] (vanliga kläder|civila kläder|
            civilt|utan uniform|uniform)
        måste (<pro>|{name}) (ha|vara i|komma i) uniform
        (jag|vi) (nås|är anträffbar|är tillgänglig|är nåbar|kan nås|går att nå|svarar) [bäst|alltid|lättast|
            bara] [på] [telefon|mobilen|telefonen|mejl] {when}
        (jag|vi) (kör|åker) själv
        (kommer|är) (hela gänget|alla|många|det många|{name} själv) [som kommer|med] [eller] [kommer] [hela
            gänget|alla|bara {name}|bara ni]
        är det (någon|nån) ny (med|som kommer|i gruppen) [{when}]
        kommer den där (snubben|killen|tjejen|personen|gubben|tanten) från (polisen|soc|skolan|kommunen) [också|
            med]
        how did you get my (number|phone number|email)
        (do i|do we|does one) get (paid|money|compensation|something) for (this|coming|it)
        (will|does) (it|this) (affect|show up in|show on|go on) my (grades|record|school|job|applications|
            internship)
        (is|are) the (youth center|library|gym|office|youth centre) open (tonight|today|tomorrow|{when}|on
            weekends|during the holidays)
        (can|may|could) i (change my (answer|reply|mind)|choose who is in the group|choose who comes|send
            (pictures|voice messages|a picture)|call this number|email {name}|see who is coming|see who is in
            the group)
        is there (somewhere|anywhere|a place) to park
        my phone broke [i am] writing from (my (mums|moms|dads|sisters|brothers)|another) [phone]
        kan samtycket gälla bara (skolan|polisen|soc|{who}) [och] [inte] [polisen|skolan|soc|{who}]
        (vad|va) (innebär|betyder) det att (polisen|skolan|soc|{name}) är med [i gruppen|på mötena]
        (får|kan) (polisen|skolan|soc) (använda|ta del av|spara|föra vidare) (det som sägs|det vi säger|
            informationen|uppgifterna|det jag säger) [på <mtg>|i gruppen]
        (vem|vilken) ersätter {name} [när (hon|han) är (ledig|sjuk|på semester)]
        (jag|vi) (vill|skulle vilja|önskar) [gärna] (begära ut|få ut|ta del av|läsa) (handlingarna|journalen|
            akten|alla papper|beslutet|utredningen) [i (ärendet|mitt ärende|vårt ärende)]
        (finns|undrar om det finns|vi undrar om det finns) [det] [något|någon] (stöd|hjälp|grupp|föräldragrupp|
            kurs|utbildning|stödgrupp|anhöriggrupp) (för|till) (föräldrar|oss|mig|anhöriga| syskon|
            vårdnadshavare)
        finns det [någon|något] (föräldragrupp|stödgrupp|föräldrakurs|föräldrastöd)
        is there [any|a] (support|help|group|course) for (parents|us|me|guardians|siblings)
        (har|hade) ni [haft] [någon] kontakt med (skolan|bup|{name}|praktiken|jobbet) [angående|om] [{thing}|
            anpassningarna|närvaron|frånvaron|betygen|det här] [än]
        (jag|vi) har sagt ja till att (socialtjänsten|soc|ni|skolan) pratar med (skolan|er|bup|varandra|
            socialtjänsten)
        {name} [kan|får gärna|skulle kunna|borde|får] [sluta] (skicka|mejla|ta upp|prata om|fixa|ordna|rätta|
            förklara) [{thing}|mina betyg|frånvaron] [till mig] [på mötena|igen|{when}]
        kan {name} sluta (ta upp|prata om|tjata om) (mina betyg|min frånvaro|frånvaron|skolan|betygen) [på
            <mtg>|på mötena|hela tiden]
        (varför|måste) [måste|ska|behöver] (alla|så många|ni) [prata|vara|sitta] (prata om mig|vara med|sitta
            där) [på <mtg>|hela tiden|samtidigt]
        (jag|vi) (tycker|känner) [att] det är [lite|för|så|onödigt] (onödigt|många|jobbigt|mycket) [med] [så]
            (många|många vuxna|mycket folk|vuxna|mycket prat) [på <mtg>]
        kan jag (lämna|gå ut ur) rummet om (det blir för mycket|jag vill|jag behöver)
        can i leave the room if (it gets too much|i want|i need)
        (jag|vi|han|hon) är allergisk mot (hundar|katter|nötter|pälsdjur|mjölk|ägg|{thing}) [är det hund i
            lokalen]
        (fastar|jag fastar|vi fastar) (nu|den här månaden) så [jag|vi] [äter|behöver] inget [fika]
        (i|we) (have tried|tried) to (call|reach|email) (the coordinator|you|{name}) (several|many|two|three)
            times [without (an answer|getting an answer|any answer)]
        (jag|vi) har försökt (ringa|nå|mejla|få tag på|få tag i) (samordnaren|er|{name}) [flera gånger|igår|
            idag|hela veckan] [utan att (få|ha fått) svar]
        (jag|vi) når er inte på (telefon|mejl|växeln) [är växeln stängd]
        (hans|hennes|sonens|dotterns) närvaro [i skolan] (har blivit|är) (bättre|mycket bättre|sämre) [det ville
            jag meddela]
        who do i talk to about (changing (schools|class)|school|the internship|my schedule)
        can my (uncle|aunt|brother|sister|cousin|friend) (translate|interpret) for (me|my (mum|mom|dad|parents))
        (kan|får) min (morbror|farbror|moster|faster|bror|syster|äldsta son|kusin|dotter|son) [följa med och]
            (tolka|översätta) [åt|för] [mig|mamma|pappa|oss]
        [vi|jag] (can|could) come but only (after|before) {hour} [because of work]
        (jag|vi) (kan|får) (vara med|prata) (först|sist|bara lite|kort) [på <mtg>]
        (om) jag svarar (nej|ja|kanske) vad händer då
        (vad|va) händer (om|när) jag svarar (nej|ja|kanske|inte)
        (vad|va) gör (en|ett) (sån här|sådan|sig) (grupp|möte|samordnare) [egentligen]
        (hur många|hur ofta) [gånger|möten] ska (vi|jag) (ses|ha|gå|träffas) [innan det är klart|totalt|i
            månaden]
        (kan|får) (min|mamma|pappa|{name}|min mamma|min pappa) [mamma|pappa|man|fru] (skriva|svara) (här|på sms|
            åt mig|på mejl|istället för mig|här istället för mig)
        (jag|vi) ringde [er|{name}|igår|idag] men ingen svarade [igår|idag]
        (vad|va) är skillnaden (mellan|på) (sig|sip|ett sig|ett sig-möte) och (sip|sig|sssp|ett vanligt möte|ett
            sip-möte)
        hur länge (kommer|ska|brukar) (insatsen|gruppen|sig|mötena) [att] (pågå|hålla på|vara) [till]
        (min son|min dotter|jag|vi) vill (byta samordnare|byta tid|byta tolk|lämna gruppen) hur gör (vi|jag|man)
        (jag|vi) (behöver|skulle behöva|vill ha|önskar) ett intyg [för att (få ledigt|visa) [från jobbet|på
            jobbet|i skolan]|till (jobbet|skolan|min arbetsgivare)]
        (kan|får|skulle) (jag|vi) [få] (prata|tala|snacka) med någon på {language}
        finns det någon (jag|vi|man) kan (prata|tala) med på {language}
        can (i|we) (speak|talk) (to|with) (someone|somebody) in {language}
        what information (do|will) you (share|give|send) (with|to) (the school|school|the police|{who})
        (vilken|vad för) information (delar|lämnar|ger|skickar) ni (med|till|ut till) {who}
        where can (i|we|you) (park|smoke|wait|sit|eat|buy a ticket) [there|nearby]
        (kan|får) jag ta med [en|min] (laddare|vatten|macka|dator|tröja) [min mobil är (typ|snart|helt) (död|
            slut|urladdad)]
        min mobil är (typ|snart|helt|nästan) (död|slut|urladdad)
        my phone is (almost|kind of|nearly|about to be) (dead|out of battery)
        """,
    Intent.PRACTICAL: """
        (god jul|gott nytt|gott nytt år|glad påsk|trevlig sommar|glad sommar|trevlig helg|trevligt lov|skönt lov|
            skön helg|
            happy halloween|happy easter|merry christmas|happy new year|eid mubarak|glad midsommar|god fortsättning|
            ramadan mubarak|ramadan kareem) [(till|på|to) (er|dig|er alla|alla|er allihop|you|you all|everyone)]
            [önskar|från]
            [{called}] [med familj]
        [bra|good|fin|snäll|nice] (bot|bott)
        (godmorgon|god morgon|good morning|morrn) [bot|boten|på dig|på er|everyone]
        [jag|har|jag har] (klippt|klippte) mig [hos frisören|idag|igår]
        jag är på plats [nu]
        (vi blev|blev) (slaktade|krossade|utspelade) {number} {number}
        [vi|jag] (vann|förlorade|won|lost|spelade lika) [med] {number} {number}
        [jag|vi|han|hon|sonen|dottern|min son|min dotter] (fick|har fått) (godkänt|g|e|c|b|a|vg|d|mvg|högsta
            betyg|bra betyg|ett c|ett b| ett a|ett e|jobbet|sommarjobbet|praktikplatsen|körkortet|praktikplats|
            praktik|ett jobb|ett sommarjobb|bra omdöme|beröm|löfte om jobb|plats på (gymnasiet|praktiken|
            kursen)|stipendium|extrajobb|extrajobbet) [på (provet| matteprovet|engelskaprovet|matten|engelskan|
            inlämningen|uppsatsen|{shop}|nationella|intervjun|praktiken)|i (matte| engelska|svenska|so|no|
            idrott|historia)] [igår|idag|äntligen|{when}]
        [jag|vi|han|hon|sonen|dottern] [har] (klarade|klarat|skrev|vann|vunnit|kom in på|kommit in på|gjorde|
            började på|börjat på) [mål på] (provet|uppkörningen|teorin|teoriprovet|matteprovet|engelskaprovet|
            nationella|matchen|cupen|gymnasiet|praktiken|nya skolan|jobbet|körkortet|inlämningen|läxan|kursen|
            derbyt|finalen) [igår|idag|äntligen|{when}|och trivs [bra]|bra]
        (det|allt) (går|gick|har gått|gått) <well> [i|på|med|för] [<news>|mig|oss|honom|henne|dig] [idag|igår|
            nu|{when}|tack]
        <news> (går|gick|var:|är|har gått) [helt|så|riktigt|faktiskt|lite|rätt|väldigt] (<well>|<moan>) [idag|
            igår|nu|{when}|tack]
        (skolan|läraren|mentorn|{name}) (ringde|mejlade|skrev) [och|idag|igår] [och] sa att det (går|har gått|
            gick) <well> [nu|i skolan|för (mig|honom|henne)]
        (han|hon|sonen|dottern|min son|min dotter|jag) (har varit i|var: i|går till|är i|har gått till) skolan
            [hela|varje|alla] [veckan| dagen|dag|dagar|idag|lektioner|månaden] [nu|den här veckan]
        (han|hon|sonen|dottern|min son|min dotter|jag) [har] (börjat|började|är|trivs|trivs bra) [på]
            (praktiken|nya skolan|jobbet| sommarjobbet|nya praktiken|gymnasiet) [nu|igår|idag|{when}] [och
            (trivs|trivs bra|gillar det|det går bra|det är kul|det går jättebra)]
        [jag|han|hon] (trivs|trivs bra|trivs jättebra|gillar det) (på (praktiken|jobbet|nya skolan)|där|i nya
            klassen|i skolan)
        (skolan|plugget|matten|måndagar|läxor|prov|bussen|cafeterian|skolmaten|mattelektionen|engelskan|
            idrotten|jobbet) (suger|är (seg| tråkig|tråkigt|trist|drygt|kass|sämst|keff|kul|rolig|bra|nice|segt|
            skit))
        (orkar|pallar) inte (plugga|med (matten|läxorna|matte|plugget|läxan)|göra läxan|skriva uppsatsen) [idag|
            nu|ikväll]
        (jag|man) har [så] (tråkigt|astråkigt) [på (lektionen|jobbet|lektion|bussen|lovet)|hemma] [idag|nu]
        (snart|äntligen|nu är det|skönt med|ännu inte|fredag|härligt med|skönt att det är) (helg|lov|fredag|
            jullov|sommarlov|sportlov| sommar|jul)
        (god jul|gott nytt år|glad påsk|god fortsättning|glad midsommar|glad sommar|trevlig sommar|trevlig
            midsommar|ha en bra (sommar| jul|påsk|vecka|eftermiddag|kväll)|ha en fin (helg|vecka|kväll|jul)|
            trevligt lov|skönt lov|eid mubarak|ramadan mubarak|ramadan kareem|grattis|grattis på födelsedagen|
            lycka till|lycka till på mötet)
        (det|fy vad det|gud vad det|shit vad det|usch vad det|oj vad det|vad det|så) (snöar|regnar|spöregnar|
            blåser|är kallt|är så kallt|är varmt|är fint väder|är soligt|är mörkt ute|är halt ute|är svinkallt|
            är skitkallt|snöade|är minus (tio|tjugo|fem)) [ute| idag|där ute|nu|så mycket]
        (vad|va) (blir|är) det för väder [idag|imorgon|{when}]
        (blir|ska) det (snö|regn|snöa|regna|bli snö|fint väder) [imorgon|{when}]
        (vem|vilka) (vann|spelar|leder) [matchen|igår|ikväll|idag|{when}]
        (såg|kollade|kollar|ser) du [på] (matchen|derbyt|melodifestivalen|fotbollen|finalen) [igår|ikväll]
        heja ({town}|skövde aik|ifk|aik|djurgården|hammarby|elfsborg|barca|madrid|arsenal|liverpool|united|
            zlatan)
        (gillar|tycker|spelar|kan|kollar|lyssnar|har|äter) du [på|om] (pizza|fotboll|musik|tacos|fortnite|fifa|
            cs|minecraft|roblox|kebab| katter|hundar|rap|hockey|godis|spel|glass|sushi|kaffe|dansa|sjunga|rappa|
            husdjur|film|serier|anime|sport|gaming)
        (har du|finns det) (en|någon) (favorit|favoritlag|favoritmat|favoritfärg|hobby|kompis|kompisar|familj|
            tjej|kille|husdjur)
        (vad|va|vilken|vilket) (gillar|är) du (för mat|för musik|för lag|din favorit)
        (vad|vilket|vilken) är (din|ditt) (favoritlag|favoritmat|favoritfärg|favoritlåt|favorit)
        (vad|va) (gör|ska) du [göra] [ikväll|idag|nu|just nu|i helgen|på lovet|om dagarna|när du inte jobbar]
        (berätta|dra|säg|kan du) [berätta|dra|säga|ett|en] (ett|en|något|nåt) (skämt|rolig historia|torrt skämt|
            roligt|kul|gåta|vits| pappaskämt)
        (kan|vill|orkar) du (göra|skriva|lösa) (min|mina|min matte|min engelska) (läxa|läxor|matteläxa|uppsats|
            inlämning)
        (vad|hur mycket) är (huvudstaden i {town}|{number} gånger {number}|{number} plus {number}|klockan nu)
        (ska|vill) du (hänga|spela|gå på bio|fika) [ikväll|med mig|sen]
        du är [ju|så|helt|verkligen|faktiskt|bara|rätt|typ|lite|fan|den] (bäst|bästa|dum|trög|seg|kass|sämst|
            sämsta|värdelös|rolig|kul| snäll|smart|dålig|tråkig|konstig|jobbig|skön|grym|gullig|söt|töntig|
            störig|cool|nice|hjälpsam|awesome|en legend|en pärla|en stjärna|okej|onödig|dålig på det här|duktig|
            duktig på svenska|som en lärare|som min mamma)
        (vilken|sån|din|dumma|världens|vilken jävla|kass|smart|cool|snäll|rolig|bra|dålig|trög) (seg|dum|trög|
            kass|bra|smart|värdelös|sämsta|tråkig|dålig) (bot|robot|app|ai|chatbot)
        (sämsta|bästa|dummaste|segaste|kassaste|coolaste) (boten|botten|appen|roboten|robot) [någonsin|ever]
        (ni|du|{name}) (kör|fortsätt) hårt
        det var inte (meningen|så jag menade|så viktigt|bråttom)
        [oj|sorry|ops] [jag|vi] (råkade|råka) (trycka|skriva|skicka|ringa|klicka|skriva fel|trycka fel|komma åt|
            trycka på skicka| fickringa) [fel|i fickan|av misstag|det|den|bara] [sorry]
        (lillebror|lillasyster|min lillebror|min lillasyster|min kompis|en kompis|polarn|katten|min dotter|min
            son|bebisen|brorsan|syrran| kusinen|barnet) (skrev|tryckte|lekte|tog mobilen|satte sig på mobilen|
            busade|skickade|kom åt|skrev det där|skrev det) [det| på min mobil|med mobilen|sorry|bara]
        (det var:|var:) (lillebror|lillasyster|min lillebror|min lillasyster|min kompis|en kompis|polarn|katten|
            min dotter|min son|kusinen) [som] [skrev|tryckte|lekte|busade|kom åt mobilen|tog mobilen] [sorry]
        [det är|var:] (inget|inte) (viktigt|särskilt|speciellt|bråttom|så viktigt) [tack]
        (äh|nja|nä|jo|nej) (inget viktigt|det löste sig|det ordnade sig|jag kom på det|jag hittade det|jag löste
            det|det var inget viktigt)
        (jag|vi) (hittade|löste|fixade|kom på|ordnade) (det|den|rätt|dit) [själv|nu|till slut|tack]
        det (löste sig|ordnade sig|har löst sig|har ordnat sig|funkar nu) [ändå|nu|tack|med (bussen|{thing}|
            skolan)]
        (testar|test|testing|prov) [test|ett två|bara|ett två tre|av chatten]
        [jag] (testade|provade|ville) bara [testa] [om det funkar|hur det funkar|se vad som händer|boten]
        jag (skojade|skojar|skämtade|skämtar|drev) [bara|med dig]
        (skojar|skämtar|skoja) bara
        [bara] (kidding|just kidding|jk|skojade)
        (jag|vi) (sitter|är) på (bussen|tåget|lektion|lektionen|rast|jobbet|träningen|lunch) [nu|just nu]
        (mobilen|batteriet|telefonen) (är slut|dör snart|är snart slut|har {number} procent|laddar|laddas)
            [snart|nu]
        (har|jag har) {number} procent [kvar|batteri|batteri kvar]
        (kan|kunde) (du|ni) inte (skriva|svara) [så] (långt|kortare|snabbare|lite kortare)
        (du|ni) skriver (så|för|jätte) (långt|mycket|långa meddelanden|krångligt|formellt|stelt)
        (så|vilka|såna) (långa meddelanden|mycket text|långt meddelande)
        [tack] (för|tack för) (att (ni|du|{name}) (ställer upp|hjälper till|lyssnar på oss|tog er tid|tog dig
            tid|skrev|ringde|återkom| kollar|fixar det|ordnar det|är så snabba|är så snälla)|(maten|fikat|
            skjutsen|igår|tålamodet|förståelsen|ert arbete| ditt arbete|mötet {when}|ett trevligt möte|ett
            givande möte|bra möte|senast|snabbt svar|engagemanget|stödet))
        (det|mötet) var: [ett|riktigt|så|väldigt] (bra|trevligt|givande|skönt|kul|nyttigt) (möte|igår|att prata|
            att träffas|att träffa er) [igår| senast|sist]
        (i|we|he|she|my (son|daughter)) [just|finally|have|has] (got|passed|won|started|finished|did well on|did
            good on|aced) [an|a|the|my] [(b|c| d|e|good grade|good grades|good mark)] [on|in] [the|my|a] (job|
            test|exam|driving test|match|game|summer job|internship| school|new school|maths|english|license|
            maths test|english test|final|interview|homework) [today|yesterday|finally|lol]
        (the|my) (test|exam|interview|match|game|internship|first day|meeting|summer job|driving test|school|
            class) (went|was|is going|is) [really|so| pretty|very|kinda|quite] (well|good|great|ok|okay|fine|
            boring|fun|awesome|bad|long|chill|easy|hard|alright)
        (school|everything|it) (is going|went|goes|has been going) [really|pretty|quite|so] (well|good|great|ok|
            okay|fine|better) [now|at school| today|this week|for (him|her|me)]
        (my (son|daughter)|he|she) (has been in school|went to school|is at school) [all week|every day|today|
            this week]
        (school|maths|math|mondays|homework|the bus|school food) (sucks|is (boring|so boring|the worst|shit|
            trash))
        (finally|almost|nearly|yay) (weekend|friday|summer|holidays|christmas)
        (merry christmas|happy new year|happy easter|happy holidays|good luck|happy birthday|congratulations|
            congrats|have a good (one|weekend| evening|night|summer|week)|have a great (day|weekend|week))
        it is (snowing|raining|so cold|cold|freezing|hot|sunny|so hot) [outside|today|out there]
        (what is|how is) the weather [like] [tomorrow|today]
        (do you|can you) (like|play|tell|watch|sing|rap|know) (football|pizza|music|fortnite|fifa|a joke|me a
            joke|soccer|games|any jokes|hockey| minecraft)
        (tell me|got) (a|any) (joke|jokes)
        (can|will) you do my (homework|maths|english homework)
        (what are you|what do you|what you) (doing|up to|do) [today|tonight|now|for fun|later|all day]
        you are (so|really|kinda|the|pretty|very|actually) (funny|cool|smart|stupid|dumb|useless|weird|slow|
            nice|best|boring|annoying|helpful|great| worst)
        (worst|best|dumbest|stupid|useless|slow|bad|good) bot [ever]
        (just|only|i was just|i am just) (kidding|joking|testing|playing|messing around|messing with you|trying
            it out)
        (never mind|nvm|nevermind|it is nothing important|nothing important|i figured it out|i found it|got it
            sorted|all sorted|it worked out|it is working now|it works now|sorted)
        (that|it) was [just] my (brother|sister|friend|little brother|little sister|cousin|cat|kid|son|daughter)
            [who wrote that|playing|messing around|with my phone|sorry]
        my (brother|sister|friend|cousin|kid|little brother|little sister) (wrote that|took my phone|was playing
            with my phone|typed that) [sorry]
        (pocket|butt) (text|dial|dialed) [sorry]
        (i am|i) (on the bus|in class|at work|on a break|at lunch|at practice) [now|right now]
        my (phone|battery) is (about to die|almost dead|low|at {number} percent|dying lol|charging)
        (your|these) (messages|texts) are (so|too|way too|very) (long|formal)
        thank you for (taking the time|your patience|your time|your support|listening|everything you do for my
            (son|daughter)|helping (us|me|my (son| daughter))|the good meeting|the nice meeting|calling|writing)
        [oj|ops|sorry|vänta|nej] [jag] (sa|skrev|tryckte|svarade|läste|såg) fel [dag|tid|datum|på kallelsen|
            igår|nyss|sorry]
        [oj|ops|sorry|vänta] det (var:|blev) fel [sorry]
        (glöm|strunta i) (det jag skrev|mitt förra meddelande|det förra|mitt förra svar|det jag sa) [nyss|igår]
        (bra|tack för|schysst|snällt) att (du|ni) (påminner|påminde|säger till|sa till|hör av er|hör av dig|
            frågar) [mig|oss]
        [hade|jag hade|har|jag har] (glömt|helt glömt|nästan glömt) [bort] (det|tiden|mötet|bort det) [bra att
            du påminner]
        [jag] (hade|har) (lektion|mobilen på ljudlös|ljudlöst|ingen täckning|mobilen av|prov|mobilen i skåpet|
            inte mobilen på mig| dåligt batteri|rast|inte tid) [och|så] [såg inte] [det|meddelandet|förrän nu]
            [då]
        [jag] såg inte (ditt meddelande|ditt sms|mötet|det|påminnelsen|förrän nu|meddelandet|att du skrev)
        (sorry|ursäkta|förlåt) (för|att jag) (sent svar|sena svar|stör|svarar sent|svarar så sent|skriver så
            sent|missade (ditt meddelande|samtalet)|inte svarat) [tidigare|igår|på sms]
        [jag] (gjorde|satte|sköt) (två|tre|ett|fyra|{number}|massa|massa) mål [igår|idag|på matchen]
        (vi|jag|laget) (vann|förlorade|spelade lika|kom (etta|tvåa|trea)|slog {town}) [matchen|igår|idag|cupen|
            med {number} {number}|derbyt]
        [jag] (fyller|fyllde) (år|{number}) [på lördag|igår|idag|{when}]
        grattis till mig
        [jag|han|hon|sonen] [har] (varit|var:) (på|i) (träningen|skolan|praktiken|gymmet|jobbet|alla lektioner|
            stallet|matchen|biblioteket| läxhjälpen|fritidsgården) [igår|idag|hela veckan|alla dagar|varje dag|
            hela dagen|{when}] [denna veckan|denna vecka|den här veckan]
        [jag] (hoppade över|missade|skolkade från|kom sent till) (engelskan|matten|idrotten|första lektionen|
            svenskan|so|no|en lektion| skolan) (idag|igår|{when})
        <news> gick <well> tror jag
        [jag|han|hon] fick (inte|ej) (jobbet|praktiken|sommarjobbet|praktikplatsen|platsen) [tyvärr]
        [jag|han|hon|sonen|vi] [har] (sökt|sökte|ska söka|skickat ansökan till) [jobb|sommarjobb|praktik|ett
            jobb|extrajobb] [på|hos] {shop} [nu| igår|idag]
        [jag] (ska på|har|var på|är kallad till) [en] (intervju|anställningsintervju|jobbintervju|
            arbetsintervju|provjobb|introduktion) [på {shop}] [{when}]
        (vi|jag|han|hon) är (nöjd|nöjda|jättenöjd|jättenöjda|glad|glada) med (hur det går|skolan|praktiken|
            mötet|hur det gick|det|gruppen| kontakten|{name}|samordnaren)
        (han|hon|sonen|dottern|min son|min dotter|jag|vi) (tycker|säger) [själv] att det (känns|går|är|gick|
            funkar) <well> [i skolan|på praktiken| nu|där]
        det (går|känns|är|fungerar|funkar) [mycket] (bättre|bra|lugnare|lättare) [i skolan|hemma|med skolan|på
            praktiken|för honom|för henne] [nu|den här veckan|igen]
        (skolan|praktiken|läraren|mentorn|jobbet|{name}) har (hört av sig|ringt|skrivit|mejlat) [och] [det går
            (framåt|bra|bättre)|(han|hon|jag) får börja {when}]
        (jag|vi) har pratat med (skolan|läraren|mentorn|{name}|praktiken|chefen|jobbet) [och] [(de|han|hon|
            skolan) (vet om|är med på|godkände) det]
        (du|ni) svarar (alltid|bara) samma sak [hela tiden]
        (sluta|lägg av att|försök inte) låta som (en lärare|min mamma|en robot|en tant|en gubbe)
        du är [så|jätte|väldigt] (snabb|långsam|artig|formell|trevlig|bra på svenska|pedagogisk)
        (har|kan|får) (du|man) (instagram|snap|snapchat|tiktok|lägga till dig|följa dig) [på (snap|instagram|
            tiktok|discord)]
        bor du [i {town}|någonstans|i en dator|i datorn]
        (säg|berätta) (något|nåt) (kul|roligt|intressant)
        (ttyl|talk later|talk to you later|see you later|later|cya)
        (we|i) (won|lost|scored|scored (two|three) goals|drew) [the (game|match)|yesterday|today|last night]
        your slow
        you are slow
        (sorry|sorry i) (forgot|did not see) [your message|it|the message|this] [until now|i was in class]
        i (answered|wrote|pressed|said) [the] wrong [thing|day|time|date|answer] [sorry]
        my (son|daughter) (started|has started|got|likes) (his|her|the|an) (internship|new school|job|summer
            job|work) [and] [(he|she) (likes|loves|enjoys) it] [there]
        (it is|things are|school is) (going|getting) [much|a lot] (better|well|good|fine) [at (home|school)|now|
            with school]
        (så|fan vad|gud vad|shit vad|så jävla|så himla|vad) (tråkigt|segt|drygt|kallt|varmt|kul|nice|stressigt)
            [det är] (i skolan|på jobbet|på lektionen|idag|på plugget|på matten) [nu|rn]
        (jag|han|hon|vi) (satte|gjorde) (två|tre|ett|fyra|båda) [mål|målen|bollar]
        (tack|thx|thanks) (du är|ni är|you are) [rätt|ganska|all|alright|okej|helt|ändå|pretty] (okej|alright|
            bra|schysst|ok|good|cool|skön) [for a bot|för att vara (en|bot) [bot|robot]|för en bot]
        (i nian|i ettan|i tvåan|i trean)
        (ni|de|skolan) har bokat [mitt] [i|på] (lektionen|lunchen|matten|rasten|idrotten) igen
        (du|ni) (skrev|sa|svarade|skriver|har skrivit|skickade) fel [dag|tid|datum|namn|år|på (fel fråga|min
            fråga)] [i (förra|ditt) meddelandet|sist|förut]
        [nu] svarade du [på] fel [fråga]
        (du|ni) (sa|skrev) {when} men (lappen|kallelsen|brevet|{name}|schemat) (säger|sa|står det|är det) {when}
        (du|ni) har (stavat|skrivit) (mitt namn|mammas namn|namnet|adressen) fel
        (du|ni) behöver inte (skriva|svara) så (mycket|långt|ofta|formellt)
        (skriv|svara) (kortare|enklare|inte så långt|snabbare) [tack]
        (tack för|tack så mycket för) (peppen|att du (fixade|kollade|ordnade|löste) (det|allt) [så snabbt]|
            hjälpen med {thing})
        ({name}|du|omar|läraren|min mentor) (är|var:) [rätt|faktiskt|så|bara|ändå|väldigt|riktigt|den] (bäst|
            bästa|skön|schysst|snäll mot alla|rolig|chill|bra|grym|okej|seg|tråkig|sträng) [idag|sist|ändå|på
            mötet]
        ({name}|läraren|mentorn|min lärare) (är|blev) (sur|arg|irriterad) [på mig] (för|över) [att] jag (glömde|
            missade|kom för sent till|inte lämnat in|hoppade över) {thing}
        {name} har klippt sig [lol|haha]
        [du|you] (wrote|said|answered|sent) the wrong (day|time|date|name|thing)
        you (wrote|said|answered|sent) the wrong (day|time|date|name|thing)
        you (spelled|wrote) my name wrong
        i got {number} out of {number} [on (the|my) (test|exam)]
        [jag] fick {number} av {number} [på {thing}]
        {name} (is|was) [the|so|really|pretty|kind of] (best|cool|nice|funny|chill|ok|boring|strict) [today|last
            time]
        (vi|jag|laget) (vann|förlorade|spelade) {number} {number} [jag (satte|gjorde) (två|tre|ett|{number})]
            [mål]
        (chefen|handledaren|de) på {shop} (sa|säger) att jag får (jobba|börja|göra praktik|sommarjobba) [i
            sommar|{when}]
        (den|appen|element|det) (vill ha|frågar efter|säger|behöver) [någon|en|att] (nyckel|kod|lösenord|pinkod|
            verifiering|jag ska verifiera|jag ska verifiera mig) [för att (verifiera|logga in)] [fattar inte|vad
            är det]
        (tjata inte|sluta tjata|chilla|chill|lugn|lugna dig|ta det lugnt) [så mycket|hela tiden|haha|bror|bre]
        [sorry|oj|ursäkta] [jag] (glömde|missade|hann inte) [bort] [att] svara [på detta|igår|på meddelandet|
            dig|er]
        (telefonen|mobilen|batteriet|min mobil|min telefon) (dog|la av|laddade ur|tog slut) [igår|idag|på vägen|
            nyss] [därför] [(svarade|svara) jag inte|jag inte (svara|svarade|såg)] [meddelandet]
        (jag|man) (hata|hatar|avskyr) (möten|måndagar|matte|läxor|prov|idrott|skolmaten|bussen|regn|snö|vintern|
            att vänta på bussen)
        (det|allt) har gått [så|riktigt|jätte|mycket] (bra|bättre|fint|jättebra) [i skolan|på praktiken|på
            jobbet|för honom|för henne] [{when}|idag] [ville (bara) säga det]
        (ville|vi ville|jag ville) [bara] (säga|berätta|meddela) (det|att det (går|gick|har gått) <well> [i
            skolan|på praktiken|nu])
        (jag|han|hon) fick [ett] (a|b|c|d|e|mvg|vg|g) på (matten|engelskan|svenskan|provet|idrotten|so|no|
            uppsatsen|slöjden|kemin|fysiken|historian|bilden|musiken|nationella)
        my phone (died|ran out|was dead) [yesterday|last night] [so i did not (answer|see it)|that is why i did
            not answer]
        i hate (meetings|mondays|homework|school food|tests|the bus) [but ok]
        (kan|kunde) du (svara|skriva) [lite|så] (snabbare|kortare|fortare|enklare|tydligare|mindre formellt)
        (du|ni) stavar [alltid|så] (fel|dåligt|konstigt|rätt)
        (jag|vi) (skickade|skrev|tryckte) fel [strunta i det|glöm det|sorry]
        (oj|sorry|ops) det var: till (mamma|pappa|en kompis|min kompis|brorsan|syrran)
        [hej] det var: länge (sen|sedan)
        [haha] (bra|kul|roligt|snyggt|smart|dåligt|konstigt) (svar|svarat|sagt|fråga)
        (vi|jag) fick [äntligen] (lägenhet|ny lägenhet|körkort|jobb|praktik|betyg|hund|katt)
        jag har fyllt {number} [nu|igår|idag]
        (jag|vi) vill [bara] tacka för (allt fint bemötande|det fina bemötandet|ert bemötande|hjälpen|mötet|ett
            bra samtal|informationen|all information)
        (thanks|thank you) for (the help|your help|helping|help) with (my cv|the form|{thing})
        i (wrote|sent|pressed) [it|that] [to the] wrong [person|chat|thing] [never mind]
        (långt möte|kort möte|bra möte) [igår|idag|sist]
        (ni|du|{name}) är [riktigt|jätte|så|väldigt] bra på (det ni gör|det du gör|ert jobb|ditt jobb|sitt jobb)
        (vi|jag) är [mycket|väldigt|jätte] (nöjda|nöjd|tacksamma|tacksam) (med|för) (stödet|hjälpen|stödet vi
            får|hjälpen vi får|kontakten|insatsen)
        (vi|jag|laget) (spelar|har) match {when} [om ni vill (kolla|komma och titta)]
        we have a (game|match) {when}
        (jag|han|hon) (kom|har kommit|kommer) i tid (varje dag|alla dagar|till alla lektioner) [den här veckan|
            {when}]
        i was on time every day [this week]
        (jag|han|hon) har börjat (träna|plugga|jobba|spela) igen
        the new (room|teacher|place|time) (was|is) (nice|good|fine|great|better)
        """,
    Intent.WHO_COMES: """
        (har|hade) <child> [inte|redan|också] (svarat|tackat ja|tackat nej|sagt ja|bekräftat|hört av sig till
            er|fått (kallelsen|inbjudan|påminnelsen|tiden|samma information|informationen)|varit på (mötet|
            mötena|alla möten)|sökt (jobb|praktik)) [till <mtg>|om <mtg>|än|ännu|på frågan|på kallelsen|också|
            idag]
        vet (du|ni) om <child> (kommer|tänker komma|ska komma|ska vara med|har svarat|är med|har fått kallelsen|
            har tackat ja) [på <mtg>|till <mtg>|{when}|än]
        kommer <child> (på|till) <mtg> [{when}]
        hur många (kommer|är|blir) (det|vi|ni) [vara|bli|att bli] [i gruppen|på <mtg>|som är med]
        vem mer är [med] i (chatten|gruppen)
        (kan|får) (jag|man|vi) se vilka som är med [i gruppen]
        är det samma (gäng|personer|folk|vuxna) [som] [sist|förra gången|vanligt]
        (är|kommer) (polisen|skolan|soc|{who}) [också] (med|dit) [också] [den här gången|denna gång|nu]
        (vem|vilka) (mer|fler|andra|mera) (är|blir) (inbjuden|inbjudna|bjudna|med) [på <mtg>]
        """,
    Intent.ARE_YOU_HUMAN: """
        (jobbar|sitter|svarar|är) du [här|vaken|uppe|igång] (dygnet runt|på natten|hela tiden|på helger|alltid|
            jämt|på kvällarna| dygnet om|på nätterna) [också]
        sover du [aldrig|på natten|någon gång]
        (är|e) du [en] (kille|tjej|man|kvinna|pojke|flicka|snubbe) [eller] [en] [tjej|kille|kvinna|man|flicka|
            pojke|bot|robot]
        vem (svarar|skriver) [här|på det här|på mina meddelanden|mig|till mig|egentligen]
        är det [här|en|någon|du] [en|alltid] (robot|bot|dator|människa|riktig person|handläggare|{name}|
            samordnaren|samma person| automatiskt|autosvar|ett autosvar|en ai) [som svarar] [här] [eller] [en]
            [riktig] [handläggare|människa|person|dator|bot| robot|autosvar|riktig person] [som svarar|som
            skriver|här]
        (är|svarar) {name} [det] [du|som] [skriver|svarar] [nu|här|eller en bot|eller en robot]
        är det {name} (som skriver|som svarar|jag skriver med|jag pratar med|eller en bot|eller boten)
        (var:|är) (detta|det här|det) [ett] (autosvar|automatiskt svar|automatiskt|inspelat)
        vem (har gjort|gjorde|äger|betalar för|styr) (dig|den här appen|den här boten|den här chatten|appen|
            boten)
        (har|får) du (lön|rast|semester|känslor|betalt|en chef)
        (förstår|fattar|vet|kan) du (svenska|allt|vad jag säger|vad jag skriver|slang|allt jag skriver|ens vad
            jag skriver|allting)
        do you (ever sleep|sleep|work (all night|24 7|all day|at night|on weekends)|get paid|have feelings|
            understand (everything|slang|me|what i write))
        are you (a guy or a girl|a boy or a girl|a man or a woman|always (on|awake|online)|always here|on 24 7)
        (who|is it {name} who) (answers|writes|is answering|is writing|replies) [here|this|me|my messages]
        is (this|it) (an auto reply|automated|automatic|a real person|{name}|the coordinator) [or a (bot|robot)|
            answering|writing]
        (hur|vad) (fungerar|funkar|är) du [egentligen|för något|här]
        (är|e) du [egentligen|typ|ens|så] (smart|dum|klok|snäll|gammal|svensk|ny|gratis|vaken|trött|arg|glad|
            rolig|bra på (matte|svenska|engelska|fotboll))
        varför svarar du [inte|så (sent|långsamt|konstigt|långt)] [på min fråga|på det]
        are you (smart|dumb|swedish|new|free|awake|tired|angry|good at (maths|swedish|football))
        (how|why) do you (work|answer so (slow|slowly|late))
        """,
    Intent.MENU: """
        [jag|vi] (fattar|förstår|fattade|förstod) (inte|ingenting|inget|ingenting av|inte ett ord av|inte
            riktigt) (frågan|din fråga|meddelandet| ditt meddelande|ditt svar|det du skriver|det du skrev|vad du
            menar|det där|svaret|vad du vill|vad jag ska svara|vad jag ska skriva|det meddelandet|vad du frågar|
            vad du frågar om|hur jag ska svara|av det du skriver|av det du skrev|av det)
        (fattar|förstår|fattade) (ingenting|inget|noll) [av det|av det du skriver|av det där|alls av det]
        (vad|va|hur) ska (jag|man) (svara|skriva) [på det|på det här|nu|här|då|för att (ni ska förstå|du ska
            fatta|det ska funka|svara ja)]
        (kan|kunde) (du|ni) (förklara|omformulera|säga) [det] (enklare|bättre|igen|på ett annat sätt|tydligare|
            lättare|vad du menar|en gång till)
        (vad|va) (menas|menar du) med [skicka|meny|det|det där|stopp|tolk|städa|ring mig|ja och nej]
        (vad|va) (sa|skrev|säger|frågade|svarade) du [nyss|nu|om det]
        (vad|va) betyder (det|skicka|meny|städa|ångra)
        (du|boten) (svarar|svarade) (inte på|fel på) (min fråga|frågan|det jag frågade|det jag frågade om)
        (det var inte|inte) (det|vad) jag (frågade|frågade om|menade|undrade)
        (i|we) (do not|did not) (understand|get) (this|the|your|that) (message|question|text|answer)
        i do not (understand|get) (what (you|this) (mean|means|want|say|are asking)|the question|any of that|it)
        (what|how) (should|do) i (write|answer|reply|say) [to that|here|now|back]
        (can|could) you (explain|rephrase|say) (that|it) [again|differently|better|in another way|more simply]
        what does (that|send|menu|undo) mean
        that is not what i (asked|meant)
        [va|vad|vänta] skicka vad [då|menar du]
        [what|wait] send what
        can you say (it|that) in (a simpler way|simpler words|another way|easy swedish|easy english)
        """,
    Intent.COMPLAIN: """
        (jag|vi) är [inte|verkligen|ganska|väldigt|inte alls|lite] [så] (nöjd|nöjda|missnöjd|missnöjda|besviken|
            besvikna|irriterad|irriterade| upprörd) (med|på|över) (hur|{name}|{who}|er|skolan|bemötandet|
            kommunikationen|informationen|mötet|handläggningen|beslutet|det här|hur ni|att ni|att ingen)
            [skolan|ni|{name}|soc|mötet|det|svarar|ringer] [har] (hanterat|skött|sköter|gjort|löst|gick till|
            svarar|ringer|ringde|hanterar|hanterades|sköttes|bemötte mig|bemötte oss|informerar|hör av er) [det
            här|det|detta|saken| mötet|på mejl|tillbaka|oss|mig|{when}]
        (jag|vi) (vill|skulle vilja|önskar|tänker) [gärna] (lämna|lämna in|framföra|skriva|skicka|göra) [ett|in|
            in ett] (klagomål|synpunkter| klagan) [på|om|angående|över] [hur|{name}|{who}|er|mötet|<mtg>|
            bemötandet|samordnaren|skolan|handläggningen|boten] [<mtg>| mötet|ni|skolan|det] [{when}] [har]
            [sköttes|skötts|gick till|hanterats|hanterades|sköter det|bemötte mig|bemötte oss|skött det här|
            leddes]
        (hur|var|vart) (överklagar|klagar|anmäler) (man|jag|vi) [på] [ett|på ett] (beslut|beslutet|
            handläggningen|bemötandet|skolan|er)
        (klagomål|missnöje)
        (mötena|mötet|det|sig|gruppen|era möten|alla möten|det här) (är|var:|känns|blir) [så|alltid|bara|
            väldigt|helt|lite|rätt|sjukt|as| jätte|mest|ganska] <moan> [igår|sist|idag|faktiskt]
        det (är|blir) [för|alldeles för|så|lite för] (många|långa|mycket) (möten|mötena|prat|frågor|papper|
            snack|meddelanden)
        ni (är|kommer) alltid (sena|sent|försenade|stressade)
        ni (pratar|snackar|frågar|tjatar) (för|så|alltid|bara) (mycket|mkt|länge|snabbt|om skolan|om samma sak|
            samma sak)
        (varför|måste) (frågar|tjatar|skickar|skriver) (du|ni) (samma sak|hela tiden|igen|så mycket|så ofta|så
            många meddelanden|det igen|samma fråga) [hela tiden|igen]
        (varför frågar du|du har [redan|ju] frågat) [det|mig|igen|det där|om det|om det igen] [redan|igen|förut|
            hela tiden|två gånger]
        (sluta|kan du sluta) (tjata|fråga) [om (mötet|det|samma sak)|mig] [hela tiden|igen]
        (i|we) (want|would like|wish) to (make|file|submit|leave|send) a complaint [about (<emtg>|how <emtg> was
            handled|{name}|the coordinator| the school|how you handled this)] [please]
        (i|we) (am|are) (not|really not|very|a bit|quite) (happy|satisfied|unhappy|disappointed|dissatisfied)
            (with|about) (how|{name}|the school|<emtg>|the communication|this|the decision|the way) [you|the
            school|<emtg>|{name}|it] [handled|was handled|went|have handled] [this|it]
        (the|these|your) (meetings|meeting) (are|is|was|were) [so|too|always|really|kinda|very|way too] (boring|
            long|late|many|early|pointless|chill|good| annoying|awkward|ok|okay|fun|short)
        there are (too|way too|so) many (meetings|questions|messages|papers)
        (you are|you guys are) always late
        (förra|den förra|senaste) tolken (pratade|var:|förstod|kunde) (fel dialekt|dålig|dåligt|inte bra|fel
            språk)
        mötet (drog över|blev för långt|höll på) [med|i] [{minutes}|en timme|flera timmar] [sist|förra gången|
            igår]
        ni lovade (fika|mackor|pizza|kaffe|{thing}) [men] [det fanns (inget|ingen)]
        (det var:|det är) [jätte|så|skit|för] (kallt|varmt|trångt|jättekallt|skitkallt|bullrigt|svettigt) i
            (lokalen|rummet) [förra gången|sist]
        (stolarna|rummet|lokalen) är [så|för] (obekväma|litet|liten|kalla|hårda|trånga|tråkig|kall)
        hur (jag|vi|man) (ska|kan) göra om (jag|vi|man) vill (lämna ett klagomål|klaga|överklaga|lämna
            synpunkter)
        how (do|can) (i|we) make a complaint [about this]
        """,
    Intent.WHO_READS: """
        vem (får|läser|ser|tar emot|kommer läsa) (det|mitt meddelande|mina ord|orden|detta|det här|vad jag
            skrev) [om|när] [jag] (skriver| svarar|trycker|väljer|skickar) [på] [skicka|ja|det]
        (vart|till vem|vem) (skickas|går|hamnar|skickar du) (det|detta|mitt meddelande|det jag skrev) [till|om
            jag skriver skicka|om jag skickar] [då]
        vad händer (om|när) jag (skriver|svarar|trycker på|trycker) skicka
        vad (får|ser|vet) {who} [veta|se|läsa|reda på] [om mig|om oss|på <mtg>|här|i chatten]
        (kan|får|ser|läser) (min|våran|vår) (son|dotter|man|fru|sambo|exman|exfru|chef|barn) [kunna|också|läsa|
            se] <detta> [här|också]
        (kan|får|ser|läser) (sonen|dottern|barnet|barnen|hans pappa|hennes pappa|hans mamma|hennes mamma|andra
            föräldern|barnets pappa|barnets mamma) [kunna|också|läsa|se] <detta> [här|också]
        (kan|får) (jag|vi|man) [som (förälder|vårdnadshavare|mamma|pappa)] (läsa|se) (min sons|min dotters|hans|
            hennes|sonens|dotterns|barnets) (chatt| meddelanden|svar|sida|konversation)
        (vem|vilka) har rätt att (läsa|se) (anteckningarna|anteckningar|protokollet|journalen|akten|det här|det
            jag skriver|chatten|mina meddelanden)
        who (gets|reads|receives|sees|will read|will get|will see) (it|this|that|my message) [if|when] [i] [send
            it|write send|say send|say yes|press send]
        (where|who) does it (go|get sent to|go to) [if i send it]
        what happens (if|when) i (send it|write send|say send|press send)
        what (does|do|can|will) {who} (know|see|get to see|read|hear) [about me|about us|here|at <emtg>]
        (can|does|will) my (son|daughter|husband|wife|boss|child|kid|kids|ex) (read|see) <this> [here|too]
        (can|may) (i|we) (read|see) my (sons|daughters|childs) (chat|messages|page|answers)
        (ser|läser|får|vet) ({name}|{who}) [också|se|läsa] (det|det då|det också|det då också|<detta>) [då]
            [också] eller [är det] [bara] ({name}|du|ni|samordnaren)
        (ser|läser|får) (bara|det bara) ({name}|du|samordnaren) [se|läsa] [det|det här]
        who (sees|reads) it [also] [just|only] {name} [or] [also] [{who}]
        är det {name} som (ser|läser|får) (vad jag svarar|mina svar|det|vad jag skriver)
        (kan|får) (någon|nån) annan se att jag (är online|har läst|är inne)
        (får|kan) (<pro>|mamma|pappa) (veta|reda på|se) (om|att|när) (jag|han|hon|min son|min dotter) (skolkar|
            missar (skolan|en lektion|mötet)|är sjuk|är borta från skolan|har frånvaro|hoppar över (skolan|
            lektioner))
        (ser|läser|får) (jag|vi) [se|läsa] (vad|det) (han|hon|min son|min dotter|sonen|dottern) skriver [till
            er|till dig|här] [eller] [är det] [bara] [ni|du]
        (ser|läser) {who} (det|detta|det här) [då] [också|med]
        does {name} (see|read) (it|that) [too|then]
        (kommer|kan|får) (polisen|skolan|{name}|mamma|pappa|{who}) [att] (läsa|se) (det|detta|det här|mitt
            meddelande|det jag skrev) [då|om jag skickar]
        who are the (people|others|adults) in (the|this) (group|chat)
        (vilka|vem) (får|har fått) information om (min son|min dotter|mig|oss)
        (jag|vi) vill veta (vilka|vem) som (får|har fått|ser) information om (min son|min dotter|mig|oss)
        (which people|who) (get|gets|has|have) information about (my son|my daughter|me|us)
        """,
    Intent.CAN_I_STOP: """
        om (jag|vi|man) (säger|svarar|skriver) ja [nu|idag] (kan|får) (jag|vi|man) [då] (ångra mig|ångra sig|
            ändra mig|ändra sig|ångra oss|ta tillbaka det|hoppa av) [sen|senare|då|efteråt|i efterhand]
        (kan|får) (jag|man|vi) (ångra mig|ångra sig|ändra mig|ändra sig|ta tillbaka det) (sen|senare|efteråt|när
            som helst|om jag (säger ja|skriver under|går med)) [då]
        hur (gör|går det till) (jag|man|vi) [för att|om (jag|man|vi) (vill|ska)] (ta tillbaka|dra tillbaka|
            återkalla|ångra) [mitt|vårt|ett|sitt] (samtycke| samtycket)
        hur (slutar|hoppar) (jag|man|vi) [av] [med|i|från] (det här|det här med sig|gruppen|sig|insatsen|mötena|
            mötesgrejen)
        hur länge (ska|måste|behöver|tänker ni att) (jag|vi|man) [ska] (gå på|ha|vara med i|vara med på|hålla på
            med) (det här|de här mötena|mötena|möten| gruppen|sig|insatsen) [till|då|egentligen]
        if (i|we) (say|write) yes [now] can (i|we) change (my|our) mind [later]
        how do (i|we) (stop|quit|end|leave) (this|these meetings|the meetings|the group|going to the meetings)
        how long do (i|we) have to (go to|do|be in|keep doing) (this|these|these meetings|the meetings|the
            group|sig)
        (jag|vi) vill [kunna] (ta tillbaka|dra tillbaka|återkalla|ångra) (mitt|vårt) samtycke [hur] [går|gör]
            [jag|vi|man] [tillväga|till väga]
        hur går (jag|man|vi) (tillväga|till väga) [för att|om jag vill] [hoppa av|ta tillbaka samtycket|lämna
            gruppen|klaga|byta samordnare|överklaga]
        [jag|vi] vill inte vara med (i gruppen|i sig|längre i gruppen|i det här med sig) [längre] hur (gör|går)
            (man|jag|vi) [tillväga]
        """,
    Intent.WHAT_IS_KEPT: """
        (vad|va|vilken) [har|får] (har|vet|sparar) ni [för] (info|information|uppgifter|data|saker|anteckningar)
            [sparat|sparad|skrivit] (om|på) (mig|oss|min son|min dotter)
        (kan|får|skulle) (jag|vi) [kunna] [få] (se|läsa|få se|få läsa|titta på|kolla|ta del av) (det|vad|allt)
            [som] ni [har] (skrivit|skriver|antecknat| antecknar|sparat|skrev|dokumenterat) [om (mig|oss|min
            son|min dotter)|på <mtg>|i (akten|journalen)]
        (vad|va) har ni (skrivit|antecknat|sparat|dokumenterat) om (mig|oss|min son|min dotter) (får|kan) (jag|
            vi) [få] (se|läsa) (det|den)
        (kan|får) (jag|vi) [få] (se|läsa) det
        (vill|skulle vilja|jag vill|vi vill) (se|läsa|ha ut|få ut|veta) (vad|det|allt) [som] ni [har] (skrivit|
            skriver|sparat|antecknat|vet) om (mig|oss|min son| min dotter)
        (what|which) (info|information|data|notes) (do you have|have you got|is there|have you written|do you
            save) [saved] (about|on) (me|us|my son|my daughter)
        (can|may|could) (i|we) (see|read) (what|everything) you [have] (wrote|write|written|saved|save|noted)
            [about (me|us|my son|my daughter)]
        what have you written about (me|us) [can i see it]
        (i|we) (want|would like) to (see|read) (what you have written|what you wrote|my file|my records|
            everything) [about me]
        hur länge (sparar|har|lagrar) ni (grejer|saker|allt|uppgifter|det|sånt|information|meddelanden|det vi
            skriver) [kvar|om mig]
        (kan ni|kan du|jag vill att ni|<kan_du>) [ta bort|radera|tar bort|raderar] (ta bort|radera|tar bort|
            raderar) (allt|all information|alla uppgifter|det) [som] [ni] [har] [sparat] (om|på) (mig|oss|min
            son|min dotter) [tack]
        (ta bort|radera) (allt|all information|alla uppgifter|mina uppgifter) [ni har] (om|på) (mig|oss|min son|
            min dotter) [tack]
        (delete|remove|erase) (everything|all information|all data|all my data) [you have] (about|on) me
            [please]
        sparas (mina meddelanden|det jag skriver|allt|chatten|det här) [för (alltid|evigt|länge)|hur länge som
            helst|länge]
        (kan|får) (jag|vi) (se|läsa|få ut) (min sons|min dotters|sonens|dotterns|mina|våra) (uppgifter|
            anteckningar|akt|journal|papper)
        kan du (glömma|radera) (det|vad) jag (skrev|sa) [förut|igår|nyss|tidigare]
        can you forget what i (wrote|said) [before|earlier|yesterday]
        """,
    Intent.MY_RIGHTS: """
        (vad|vilka) har (jag|vi|man) för rättigheter [egentligen] [typ] (får|kan) ni bestämma allt [över huvudet
            på mig|själva|utan mig]
        (får|kan) ni bestämma (allt|det här|det) [över huvudet på mig|själva|utan mig|utan att fråga mig]
        (har|får) (jag|vi) [inte] (nåt|något|någonting) att säga till om [här|i det här|själv]
        (vad|vilka) har jag [egentligen] (att säga till om|för inflytande)
        (har|får) (jag|vi) (bestämma|vara med och bestämma|påverka) [något|nåt] [själv|om (mötena|tiderna|vilka
            som är med|det här|planen)]
        what (are|is) (my|our|the) rights (as (a|the) (parent|guardian|father|mother)|in (this|the group)|here)
        do (i|we) (have|get) (a say|any say|any rights) [in this|here]
        """,
    Intent.COORDINATOR: """
        (jag|vi) [vill|önskar|skulle vilja|behöver] (önskar|vill ha|behöver|söker|skulle vilja ha) [få|ha]
            kontakt med (samordnaren|min samordnare|{name}|en handläggare|er)
        (vem|vilken) [person] (kontaktar|ringer|mejlar|pratar|hör) (jag|vi|man) [av mig|av oss|av sig] [med|
            till] om (jag|vi|man) (har frågor|har en fråga|undrar något|vill veta mer|får förhinder|blir sjuk)
        (vad|va) heter ({name}|hon {name}|han {name}|hon|samordnaren) [i efternamn|mer]
        (har du|har ni|vad är det för) (telefonnummer|mejl|mejladress)
        vem är min (kontaktperson|mentor|handläggare|kontakt) [på (skolan|soc|kommunen|bup)]
        """,
    Intent.OTHER_COORDINATOR: """
        ({name} och jag|jag och {name}|{name} och min son|{name} och vi|vi och {name}) (funkar|klickar|kommer|
            går|fungerar|drar) inte [så bra|riktigt] [ihop|överens| tillsammans|jämnt|bra ihop]
        (kan|får|skulle) (jag|vi|min son|min dotter) [kunna] [få|ha|byta till] [ha] [få] (en annan|någon annan|
            en ny|någon) än {name}
        (jag|vi) (vill|skulle vilja|vill hellre|önskar|föredrar|vill gärna) [hellre|gärna] [ha] [en|någon|prata
            med] (annan|en annan|någon annan) (än {name}|samordnare|handläggare|samordnare än {name}) [till|för|
            åt] [min son|min dotter|oss] [om det går|om det är möjligt]
        (i|we) (would|want|would like|prefer|would prefer|would rather) [to|have|prefer] [have|a|another]
            (another|a different|a new|someone other than|anyone but) (coordinator|{name}|case worker) [for (my
            (son|daughter)|us|me)] [if (it is|that is) possible|please]
        {name} and (i|my son) do not (click|get along|match|really click)
        """,
    Intent.OTHER_PHONE: """
        [jag|vi] [har] (bytt|bytte|skaffat|fått|köpt) [en] [ny|nytt|till] (mobil|telefon|nummer|lur|mobilen|
            telefonnummer|sim|simkort|abonnemang) [nu|idag|igår| igen] [det] [gamla|mitt gamla|min gamla]
            [numret|nummer|mobil|mobilen] [funkar|gäller|är|fungerar] [inte|trasig|avstängt|avstängd|borta]
            [längre]
        (det|mitt|min) gamla (numret|nummer|telefon|mobil|mobilen) (funkar|gäller|fungerar|används|finns) inte
            [längre]
        [jag|vi] har (tappat|tappat bort|glömt|glömt kvar) (min|mobilen|telefonen) [mobil|telefon|lur] [i (sjön|
            skolan|toan|backen)|på (bussen|tåget|träningen| skolan|jobbet)] [igår|idag]
        (min|mobilen|telefonen|skärmen) [mobil|telefon|skärm] (är|har gått|gick|blev) (sönder|trasig|på lagning|
            inlämnad|dränkt|sprucken) [jag] [skriver] [så jag skriver] [från (mammas|pappas|en annan|en kompis|
            min systers|min brors|datorn|en lånad|skolans)] [mobil|telefon|dator]
        [mitt|vårt] (nya|nytt) nummer [är|till mig|är nu] [{number}] [{number}] [{number}] [{number}]
        (i|we) (lost|broke|dropped|forgot) my (phone|mobile) [on the bus|at school|at work|yesterday|in the
            lake]
        (i|we) (have|got) a new (phone number|number|phone) [please] [(tell|let|inform)] [{name}|the
            coordinator|you] [know]
        my (new|old) number (is|does not work|does not work anymore|is not working) [{number}] [{number}]
            [{number}] [anymore]
        [please] (tell|let|inform) {name} [know] [that] [i have|about] [a|my] new (phone|number|phone number)
        [jag|vi] har bytt (mejladress|mejl|mail|mailadress)
        """,
    Intent.NOT_ME: """
        det är [{whose}|hans|hennes] (mamma|pappa|syster|bror|brorsa|syrra|kompis|polare|lillasyster|lillebror|
            storebror|storasyster|mormor|farmor|kusin| tjej|flickvän|pojkvän) [här|som skriver|som svarar]
            [{called}|han|hon] [glömde|har glömt|lånade ut|har|är|är i|är på] [mobilen|sin mobil|mobil|
            telefonen|skolan|jobbet|träning|lektion|träningen] [hemma|i bilen|hos mig|är urladdad|i skolan|på
            jobbet|på laddning]
        det är inte ({called}|han|hon) [som skriver] det är (hans|hennes|en) (kompis|bror|syster|mamma|pappa|
            polare|brorsa|syrra|lillasyster|lillebror|kusin|tjej)
        [{called}|han|hon] (glömde|har glömt) (mobilen|sin mobil|telefonen) (hemma|hos mig|i bilen|på jobbet|i
            skolan) [det är (hans|hennes) (mamma|pappa|syster| bror) som skriver]
        this is (his|her) (mum|mom|dad|brother|sister|friend|cousin|mate) [writing|typing] [(he|she) (forgot|
            left) (his|her) phone [at home|here]]
        (he|she) (forgot|left) (his|her) phone (at home|here|in the car)
        """,
    Intent.MEET_ELSEWHERE: """
        (kan|skulle|kunde|får|går) (vi|man|det|ni) inte [kunna|få|att|bara] (ses|träffas|ta det|köra|ha det|ha
            mötet|ta mötet|vara) {place} [istället|i stället|ist] [för (soc|kontoret|{place}|på soc|på
            kontoret)] [{when}]
        (kan|skulle|kunde|får|går) (vi|man|det|ni) [kunna|få|att|bara] (ses|träffas|ta det|köra|ha det|ha mötet|
            ta mötet|vara) {place} (istället|i stället|ist) [för (soc|kontoret|{place}|på soc|på kontoret)]
            [{when}]
        (jag|vi) har (inte|ingen) möjlighet att (delta|vara med|komma|närvara) (fysiskt|på plats) [(går|funkar)
            det [bra] (via|på|med|över) (telefon|teams|video| länk)]
        (går|funkar) det [bra] (via|på|med|över) (telefon|teams|video|länk|zoom) [istället|för er|i stället]
        """,
    Intent.IN: """
        (may|can|could) my (brother|sister|husband|wife|mum|mom|dad|cousin|coach|friend) (join|come|attend|be
            there) [instead] [of (my (husband|wife|mum|mom|dad)|me)] [to <emtg>|too]
        (kan|får|skulle) (inte) [min|mitt|våran|{who}|{companion}] [{who}|storasyrra|storebrorsa|storasyster|
            storebror|syrra|brorsa|tränare|coach|tjej|kille|kusin|moster| mormor|farmor] [också] [få] (vara|va|
            komma|följa) med [på (mötena|mötet|<mtg>|nästa)|i gruppen|också]
        (kan|får|skulle) (min|våran|{companion}) [storasyrra|storebrorsa|storasyster|storebror|syrra|brorsa|
            tränare|coach|tjej|kille|kusin|moster|mormor|farmor] [också] [få] (vara|va|komma|följa) med [på
            (mötena|mötet|<mtg>|nästa)|i gruppen|också]
        (jag|vi) (vill|skulle vilja) [gärna] (ha med|ta med|bjuda in) ({companion}|min kontaktperson|min
            tränare|min coach) [på (mötet|mötena|<mtg>)|i gruppen|också]
        (hans|hennes) (pappa|mamma) (undrar|vill veta|frågar) om (han|hon) [också] (kan|får) [få] [också] (vara|
            komma) med [i gruppen|på <mtg>]
        (vi|jag) är skilda men har (delad|gemensam) vårdnad
        (kan|får|skulle) (inte) ({name}|{who}) [få] (vara|va|komma) med [istället för ({name}|{who})] [på <mtg>|
            på mötet]
        (kan|får|skulle) ({name}|{who}) [få] (vara|va|komma) med istället för ({name}|{who}) [på <mtg>|på mötet]
        """,
    Intent.NOT_AT_MEETING: """
        (i|we) do not want {who} (there|at <emtg>|to be there|to come) [{when}|please]
        (can|could) (we|i) (do|have) (it|<emtg>|this) without {who} [please|{when}]
        [jag|vi] vill (inte|helst inte) (ha|att) {who} (där|är där|kommer) [på mötet|på <mtg>]
        (jag|vi) vill (inte|helst inte) (sitta|vara|prata) (med|ihop med) {who} (där|på <mtg>|på mötet|där på
            mötet)
        helst utan (uniform|uniformer) [tack]
        """,
    Intent.MUST_I: """
        what happens if (i|we) (do not|can not) (go|come|show up|attend|make it) [to <emtg>|tomorrow|{when}]
        hur tackar (man|jag|vi) nej [till (ett möte|mötet|<mtg>)]
        does it have to be in person
        är det [något|nåt] viktigt [eller]
        """,
    Intent.WHAT_IS_THIS: """
        (vad|va) (ska|kommer) vi (prata|snacka) om [{when}|på <mtg>|då]
        varför (är|hamnade|är just) (jag|vi|min son|min dotter) [med] i (det här|den här gruppen|gruppen|sig|
            detta)
        (vem|vilka) (bestämde|beslutade) att (jag|vi|min son|min dotter) (ska|skulle) (vara|va) med (i (gruppen|
            det här|sig))
        why (am i|are we|is my son|is my daughter) (in|part of) (this|the group|this group|sig)
        what is the (purpose|point|goal|aim) of (<emtg>|this|the group|the meetings)
        (hur|varifrån|var|vem) (fick|har|har gett|gav) (ni|du|er|dig) [tag på] mitt (nummer|telefonnummer)
            [från|ifrån]
        (varför|hur kommer det sig att) (skriver|kontaktar|frågar|messar|påminner) (du|ni) [till] (mig|oss) [om
            det här]
        (vad|va) (vill|ska) (du|ni) [mig|oss|med det här|ens|egentligen|ha]
        är (det här|detta|det|du) verkligen (på riktigt|äkta|från kommunen|seriöst|officiellt|en bluff|bluff|
            spam) [eller] [bara] [spam|bluff|en bluff|skräp|fejk]
        är (det här|detta|det) (från kommunen|seriöst|officiellt|skräppost) [eller] [bara] [spam|bluff|en bluff|
            skräp|fejk]
        är (det här|detta|det|du) (på riktigt|äkta|verkligen från (kommunen|soc)|en bluff|bluff|spam|ett
            bedrägeri|fejk) [eller] [spam|bluff|fejk|på riktigt]
        hur vet (jag|man) att (det är ni|det är du|det här är på riktigt|det är sant|det är {name}|du är äkta)
        is (this|it) [really] (for real|real|spam|a scam|legit|official|a joke|fake) [or] [spam|a scam|fake|
            real|not]
        (why|what) (are you|do you) (texting|writing|messaging|want from|contacting) (me|us)
        what do you want [from me]
        (vad|va) (var:|är) det för (möte|grej) [nu igen|igen|imorgon|{when}]
        vem är ({name}|<pro>) [och] [varför är (han|hon) med] [egentligen|då]
        (vad|va) är det jag ska svara på
        hur svarar (jag|man) [på det|nu|här]
        är (jag|vi) i (trubbel|klistret|trouble) [nu|eller|med skolan]
        (har|gjorde) (jag|vi) [gjort] (något|nåt) fel [eller]
        (jag|vi) (skulle vilja|vill|behöver) veta vad (mötet|<mtg>|det) (handlar om|går ut på|gäller) [innan
            (jag|vi) (tackar ja|svarar|bestämmer (mig|oss))|först]
        (i|we) (would like|want|need) to know what <emtg> is about [before (i|we) (say yes|answer|decide)|first]
        am i in trouble
        varför (ska|måste|är) <pro> [vara] (med|där) [jag har inte gjort (något|nåt) [fel]]
        (what is|whats) (it|this|the meeting) about
        """,
    Intent.WHEN: """
        (hur|vad) var: det [nu] (med|på|för) (tiden|mötet|tid|dagen) [imorgon|{when}|nu igen|igen]
        är (det|mötet) (den här veckan|nästa vecka|idag|imorgon|{when}) eller (nästa|nästa vecka|den här veckan|
            imorgon|den här|veckan efter|{when})
        (har|minns|vet|kan) du [säga] (tiden|vilken tid|klockslaget|mötestiden) [för <mtg>|{when}|igen|det är|
            det var:]
        (var:|är|blev|har) (mötet|det|<mtg>) (inställt|flyttat|framflyttat|avbokat|ändrat|kvar|bestämt) [eller]
            [{when}|inte|kvar]
        (står|gäller) (det|mötet|tiden|<mtg>) (fast|kvar|fortfarande) [{when}|imorgon]
        (va|vad|vadå|jaha|oj|men) (imorgon|{when}) [redan]
        (imorgon|idag|{when}) redan
        [va|men|vänta|oj] (var:|är|skulle|va) (inte|det inte) (det|mötet|vi|<mtg>) [ses|vara|ha möte] [på]
            {when}
        [va|men|vänta|oj] (var:|är|va) det inte [på] {when} [då|vi skulle ses]
        (är|blir) det [helt|verkligen] säkert att (det|mötet) blir av [{when}]
        är (det|mötet|tiden|allt) [det] samma som (förra veckan|sist|vanligt|förra gången)
        <nar> (har|ses|är) (vi|det) [nästa|ny|en ny] (grej|gång|träff)
        was it not [on] {when}
        vadå möte [vi] [hade ju möte (förra veckan|igår|i måndags)]
        vi hade ju möte (förra veckan|igår|nyss|{when})
        vem (har bestämt|bestämde|valde) (tiden|datumet|dagen)
        """,
    Intent.WHERE: """
        (finns|är) det (någonstans|nånstans|bra|gott om plats|svårt|lätt|möjligt|dyrt|gratis) att parkera [där|i
            närheten|{when}|utanför]
        [och] (går|kan|får) (det|man|jag|vi) [att] parkera [där|i närheten|utanför|gratis|vid lokalen|bilen] [i
            närheten]
        (var|vart) är det [någonstans]
        [det är lugnt med tiden] men var är det [någonstans]
        [jag|vi] [är|står] [framme|här] [nu] (vilken|vilket) (våning|dörr|ingång|rum|port|hus|trapp) [är det|
            gäller|ska jag]
        is it [at] [the|in the] same (place|room|office|building) [as] [last time|before|usual|last week]
        (which|what) (floor|door|room|entrance) [is it]
        är det samma (ingång|rum|lokal|adress|våning|dörr) [som] (förra gången|sist|vanligt|senast)
        """,
    Intent.MY_TASKS: """
        (vad|va) har jag (för) (grejer|saker|uppgifter|punkter) (kvar|att göra) [på listan|att göra|till nästa
            gång]
        (vad|va) (finns|är|står) (kvar|det) [på] (listan|min lista|planen)
        vad skulle jag (göra|fixa) (till|innan|före|inför) (nästa gång|<mtg>|nästa möte|{when})
        """,
    Intent.STOP_REMINDERS: """
        (kan|kunde) (du|ni) sluta (skicka|skriva) [så] (mycket|många meddelanden|många sms|många påminnelser|
            ofta|sent|tidigt) [tack|till mig]
        (jag|vi) vill inte (ha|få) [fler|så många|några] (meddelanden|sms|påminnelser|notiser) (på (natten|
            nätterna|morgonen|kvällen|helgen|jobbet)|så (sent|tidigt|ofta))
        (sluta|kan du sluta) (tjata|messa|skriva) [till mig] (så ofta|varje dag|hela tiden|så tidigt|så sent|på
            morgonen|på natten) [tack]
        (no more|stop the|stop with the|fewer|less) (texts|messages|reminders|notifications) [please|at night|in
            the morning|so late|so early]
        sluta skicka [meddelanden|sms|påminnelser|det] (så|på) (tidigt|sent|ofta|morgonen|natten) [på (morgonen|
            kvällen|natten)] [tack]
        """,
    Intent.START_REMINDERS: """
        (kan|kunde|skulle) (du|ni) [kunna] skicka [en|mig|mig en] påminnelse ({when}|innan mötet) [istället|
            också|igen] [tack]
        (remind|can you remind|please remind) (me|us) ({when}|again) [instead|please]
        """,
    Intent.INTERPRETER: """
        (jag|vi|min man|min fru|mamma|pappa|min mamma|min pappa|min son) (talar|pratar|förstår|kan) [bara|
            endast|mest] {language} [(kan|får) (vi|jag) (ha|få) tolk|så vi behöver tolk]
        """,
    Intent.LANGUAGE: """
        (is it possible|can i|could i|may i) [to] (get|have) (this|it|that|everything|the information) in
            {language} [too|also|please|in a letter|instead] [also|too]
        can we do {language} [at <emtg>|in <emtg>] [my swedish is (bad|not good|not great|so bad)] [please]
        my (swedish|english) is (bad|not good|not great|so bad|not the best)
        (skriver|kan|pratar|förstår) du [på] (alla|flera|andra|många) språk
        """,
    Intent.CALL_ME: """
        (jag|vi) skulle (uppskatta|vara tacksam|bli glad|vilja) (om|att) (någon|ni|du|{name}|samordnaren)
            (kunde|kan|ville|ringer) [ringa|ringer|kontakta|höra av sig till] [mig| oss|till mig] [{when}|idag]
        (skulle|kan) (ni|du|någon|{name}) [kunna] (återkomma|höra av er|höra av sig|ringa|ringa upp|kontakta
            mig) [till] [mig|oss] [angående|om|gällande|när det gäller] [<mtg>| mötet|{thing}|min son|min
            dotter|tiden] [{when}|idag|så snart som möjligt]
        ring (gärna|igen|mig|oss) [igen|mig|oss] [gärna|igen|när ni kan|{when}|imorgon]
        ring gärna [igen]
        (could|can|would) (someone|somebody|you|{name}) [please] (call|phone|ring|contact) (me|us) [back]
            [{when}|today|this afternoon|about {thing}|about <emtg>]
        (kan|får) (jag|vi) [få|ta] (samtalet|mötet|det) (på|via|över) telefon (istället|i stället)
        (jag|vi) har svårt (att läsa|med svenska|att skriva) kan ni ringa [istället|mig istället]
        """,
    Intent.GREETING: """
        (jag heter|mitt namn är|det är|det här är|här är|jag är) {called} [{called}] [och] [jag] [är] [mamma|
            pappa|förälder|vårdnadshavare|mor|far|moster|farmor|mormor|syster|bror] [till] [{called}|barnet]
        (jag är|det är|här är|det här är) {callers} (mamma|pappa|mormor|farmor|syster|bror|förälder|
            vårdnadshavare)
        (jag är|det är) (mamma|pappa|mormor|farmor|vårdnadshavare|förälder|mor|far) till {called}
        (my name is|i am|this is) {called} [{called}] [and] [i am] [the] [mother|father|parent|guardian|mum|mom|
            dad|sister|brother] [of {called}]
        (i am|this is) {callers} (mother|father|parent|guardian|mum|mom|dad)
        """,
    Intent.MAY_I_BRING: """
        (får|kan) (min|våran) (syrra|brorsa|syster|bror|kompis|kusin|tjej|kille|polare|moster|faster) [få] följa
            med [han|hon] [är] [{number}] [år]
        can my (friend|sister|brother|cousin|girlfriend|boyfriend|coach) come [with me|along|too] or is it
            (only|just) (family|me|us|for me)
        (mamma|pappa|morsan|farsan) undrar om (hon|han) ska (följa med|vara med|komma) [eller] [om det räcker
            med mig|räcker det med mig]
        is it (ok|okay|fine|alright) (if|that) (i|we) bring my (little|younger|older|big) (brother|sister|son|
            daughter|kid) [to <emtg>]
        (can|may) (i|we) bring my (little|younger|older|big) (brother|sister|son|daughter|kid) [to <emtg>]
        (min son|min dotter|sonen|dottern|han|hon) undrar om (han|hon) får ta med [sig] [sin] ({companion}|
            fotbollstränare|tränare|kompis|en kompis|flickvän|pojkvän) [på <mtg>]
        """,
    Intent.OUT: """
        vill (ta tillbaka|dra tillbaka|återkalla|ångra) (mitt|vårt) samtycke [för {who}|till {who}]
        (want to|wanna) (withdraw|take back) my consent [for {who}]
        """,
    Intent.OTHER_TIME: """
        (kan|får) (jag|vi) [få] byta tid hos ({name}|er|samordnaren)
        (går|är) det [möjligt] att (få|ha|lägga) mötet på (en kväll|kvällen|en eftermiddag|en morgon|kvällstid)
            [jag (arbetar|jobbar) dagtid]
        can i come [a bit|a little] later [like|at|around] {hour}
        """,
}

#: Answers to a question that is open.
ANSWERS: Mapping[tuple[Asked, Intent], str] = {
    (Asked.OFFER, Intent.NO): """
        [nej|nä|äh|nejnej] (glöm det|strunta i det|strunt i det|låt bli|låt det vara|behövs inte|inget|det var
            inget|det var
            inget viktigt|det var ingen viktigt|inte nu|inte den här gången|nej tack|hoppa över det|skit i det)
        [no|nah|nope] (never mind|nvm|nevermind|forget it|forget about it|do not|do not send|do not send it|no need|
            not needed|leave it|skip it|no thanks|keep it|keep it to yourself)
        [nej|nä|nja|aa|ne] [men] (skicka inte|inte) [än|nu|ännu|det]
        [no|not] (not now|not yet|do not send it yet|maybe later)
        (nja|ne) skit i det
        [nej|nä] [men] (behåll|spara) det [för dig|för dig själv|hos dig]
        [nej|nä|äh|nejnej] [det var] [jag] (skojade|skämtade|bara ett skämt|bara på skoj|ett skämt) [bara] [skicka
            inte]
        [it was] [just|only] (a joke|joking|kidding) [do not send [it]]
        (i was|was) (just|only) (joking|kidding|venting|complaining)
        [nej|nä] [jag] (ville|behövde) bara (gnälla|klaga|tjata|skriva av mig|snacka|prata av mig) [lite|litegrann]
        [nej|nä] det (behövs|är) inte [nödvändigt|viktigt] [tack]
        [nej|nä] [det] behövs inte [jag] (säger|tar|berättar) det [själv] [på mötet|sen|till {name}|imorgon|med
            {name}]
        [nej|nä] [jag] (säger|tar|berättar|pratar med henne) (det) [själv] [på mötet|sen|till {name}|imorgon|med
            {name}|när vi ses|själv {when}|{when}|med henne [{when}]|med henne själv]
        (no|nah|nope) [please] (do not|dont) [send] [it]
        no (do not|dont)
        [no|nah] [i will|ill] (tell|ask) (her|{name}) [myself] [{when}]
        [nej|nä] [tack] jag (säger|tar|ringer|berättar|skriver|pratar med) [det] [henne|honom|{name}] [det]
            själv [till {name}|med {name}] [{when}|på mötet]
        [nej|nä] [jag har (hennes|evas|{whose}) nummer] [jag] (smsar|ringer|skriver till|mejlar) [henne|{name}] själv
        [nej|nä] jag har (hennes|{whose}) nummer [jag] (smsar|ringer|mejlar) [henne]
        [nej|nä] vänta med det
        [jag] ångrade mig [så] skicka inte [det]
        [jag] (tryckte|skrev|svarade) fel [jag] (menade|skulle skriva) nej
        (ja|skicka) eller nej [vänta] nej
        """,
    (Asked.OFFER, Intent.YES): """
        (ja|jo|okej|aa|visst|gärna|japp|absolut|jadå) (skicka|skicka det|skicka den|skicka vidare|gör det|kör|kör på|
            det får du|gärna det|det kan du|det kan du göra|tack skicka|skicka på)
        (skicka|kör|gör) (det|den|vidare|på|du|iväg) [tack|då]
        (yes|yeah|ok|sure|yep|ye|yea) (send|send it|do it|go ahead|please|pass it on|for sure)
        (go ahead|send it|do it|pass it on|please do|send it please)
        (ja|okej|skicka|aa|japp) [skicka] [det] till {name} [gärna|tack]
        (yes|send) [send] [it] to {name}
        (ni|du) (kan|får) [gärna] skicka (det|den) [tack]
        (tryckte fel|skrev fel|fel) [jag] (menade|skulle skriva) (ja|skicka)
        (skicka|send)
        """,
    (Asked.OFFER, Intent.MAYBE): """
        hela (chatten|texten|meddelandet) eller bara (sista|det sista|det sista jag skrev)
        [ja|aa|okej] [men] bara det (sista|första|senaste) jag (skrev|har skrivit)
        (får|kan) (hon|{name}|samordnaren) (veta|se) (att det är jag|vem jag är|vem det är|vad jag heter)
        (skriv|kan du skriva) det (snällare|kortare|bättre|finare)
        kan jag (se|läsa|ändra) (det|vad du skickar|texten|vad jag skrev) [innan|först|igen]
        [vänta [lite]] jag vill läsa (igenom|genom) det [en gång till] [först]
        måste jag svara skicka eller (räcker|duger|går) [det med] ja
        kan du ta bort det jag skrev [istället]
        (can|could) (you|i) (make it sound|rewrite it|see it|read it|change it) [nicer|first|before]
        let me rewrite [it]
        wait [let me rewrite [it]]
        (gör|du får göra) som du vill
        (up to you|you decide|you choose|idk|i do not know|not sure)
        (hm|hmm|vet inte|jag vet inte|vet inte riktigt|är inte säker|osäker|kanske)
        ja eller nej [jag] vet inte
        [men] (säg|skriv) [till henne|till {name}] att (det inte är (bråttom|viktigt|allvarligt)|jag [bara] vill
            (byta|ändra|
            boka om) (tid|tiden) [bara]|tiden är (kass|dålig))
        [ja] [men] (hon|{name}) (borde|behöver|kan) (veta|få veta) att tiden är (kass|dålig|fel)
        det (kommer|händer) inget när jag (trycker|skriver) (skicka|på skicka|på den)
        (funkade det|gick det fram|kom det fram|gick det iväg|did it go through|did it send|did it work)
        (säger|berättar|skickar|visar) du det (till|för) (soc|{name}|socialtjänsten|henne|samordnaren) [då|sen|också]
        (det var|det där var) [bara] en fråga (till dig|inte till {name}|till dig inte till {name})
        [nej|va nej] jag frågade [ju] bara (om {thing}|en sak|dig)
        du kan [väl] svara [på det] själv
        (lägg till|skriv också|add) att jag [gärna] vill ha {thing} [nästa gång|{when}]
        (okej|ja|aa) [men] (bara) (till {name}|det sista|det första|det jag skrev (nu|sist|först))
        [det går bra|ja] be (henne|honom|{name}) [att] (återkomma|ringa|kontakta mig|ringa mig|höra av sig)
            [{when}] [när jag
            [har] slutat]
        (skicka|ja|okej) [skicka] men (inte {name}|inte till {name}|ta bort det om {name}|bara {name})
        [just|only] to {name} [not] [to] [the cop|the police|{name}]
        """,
}

#: What follows is to be told to somebody of the case.
TOLD = """
    (hälsa|säg till|säg åt|meddela|skriv till|berätta för|tala om för|be|upplys|<kan_du> (hälsa|hälsa till|säga
        till| meddela|skriva till|berätta för|tala om för|säga åt)|du (kan|får) [gärna] (hälsa|säga till|
        meddela|berätta för|skriva till)) [gärna] ({name}|skolan|läraren|mentorn|samordnaren|min samordnare|min
        mentor|min lärare|rektorn|dem på soc|dom på kontoret) [att]
    [please] [<can_you>] (tell|let|inform|say to|write to) ({name}|the coordinator|my coordinator|my teacher|
        school|the school) [know] [that]
    """
