"""What people call things: other words for commands, in both languages, as professionals write them.

The words a youth, a guardian or a guest writes are not looked for here: what is not plainly a command of theirs is
met as their own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def _table(listed: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """The table with each list of words taken apart."""
    return MappingProxyType({meant: tuple(words.split(", ")) for meant, words in listed.items()})


#: How a command begins, and what means just the same. The longest that fits counts.
CALLED = _table(
    {
        "klar": (
            "klart, klara, klarmarkera, klarmarkerad, klarmarkerat, färdig, färdigt, färdiga, fixat, fixad, "
            "fixade, gjort, gjord, gjorda, avklarad, avklarat, slutfört, slutförd, avbockad, bocka av, "
            "bockat av, markera som klar, markera klar, är klar, finished, completed, complete, fixed, mark "
            "done, mark as done, tick off, check off"
        ),
        "pågår": (
            "på gång, pågående, håller på, håller på med, jobbar på, jobbar på det, jobbar med, påbörjad, "
            "påbörjat, började, börjat, börjat med, har börjat, igång, startat, in progress, working on, "
            "working on it, under way, underway, started, doing"
        ),
        "jag tar": "jag tar larmet, jag tar larmet om, tar larmet, i'll take, i take the alarm",
        "hinder": ("hindrad, hindras, hindret, kört fast, fastnat, blockerad, stuck, blocked, obstacles"),
        "försenad": (
            "försenat, försenas, sen med, är sen med, jag är sen med, blir sen med, sent med, dröjer med, delayed, "
            "late with, running late with, behind with"
        ),
        "hjälp med": (
            "behöver hjälp med, jag behöver hjälp med, vill ha hjälp med, vi behöver hjälp med, behöver stöd med, "
            "need help with, i need help with, we need help with"
        ),
        "påminn mig": (
            "vänta med, påminn mig om, påminn om, snooza, snooze, fråga igen om, fråga mig igen om, fråga senare om, "
            "påminn mig igen om, remind me about, remind me of, ask me again about, ask again about, wait with"
        ),
        "sammandrag": (
            "sammanfattning, veckosammandrag, veckans sammandrag, summering, samla allt, allt samlat, samlat, "
            "weekly digest, summary, weekly summary"
        ),
        "uppgift": (
            "uppgiften, uppg, ny uppgift, nya uppgiften, lägg till uppgift, lägg in uppgift, lägg till, lägg in, "
            "skapa uppgift, todo, att göra, tilldela, new task, add task, create task, assign, to do"
        ),
        "lämna över": (
            "delegera, delegera uppgift, ge uppgift, ge över, lämna uppgift, lämna över uppgift, överlåt, "
            "överlämna, byt ansvarig, ge bort, delegate, reassign, give task, handover"
        ),
        "flytta uppgift": (
            "byt datum på uppgift, byt datum på, byt datum för, byt datum, ändra datum på uppgift, ändra datum "
            "på, ändra datum för uppgift, ändra datum, nytt datum för uppgift, nytt datum på uppgift, nytt datum "
            "för, nytt datum på, ny dag för uppgift, byt dag på uppgift, ändra dag på uppgift, skjut upp uppgift, "
            "skjut fram uppgift, senarelägg uppgift, tidigarelägg uppgift, change date of task, change the date "
            "of task, reschedule task, postpone task, new date for task"
        ),
        "ändra uppgift": (
            "redigera uppgift, uppdatera uppgift, justera uppgift, rätta uppgift, döp om uppgift, formulera om "
            "uppgift, skriv om uppgift, edit task, update task, rename task"
        ),
        "hoppa över": "skippa uppgift, hoppa uppgift, pausa uppgift",
        "mål": (
            "lägg till mål, lägg in mål, lägg upp mål, skapa mål, sätt mål, sätt upp mål, ett nytt mål, "
            "nytt mål, new goal, add goal, create goal, set goal"
        ),
        "mall": (
            "lägg upp mall, lägg ut mall, använd mall, visa mallar, vilka mallar, vilka mallar finns, use template, "
            "lay out template"
        ),
        "katalog": "visa katalog, visa katalogen, vanliga uppgifter, förslag på uppgifter, show catalogue",
        "ingen uppgift": "har ingen uppgift, jag har inga uppgifter, vi har ingen uppgift, inget att göra, no tasks",
        "utan uppgift": (
            "vem har ingen uppgift, vem har ingen uppgift i, vilka har ingen uppgift, vem saknar uppgift, vilka saknar "
            "uppgift, vem är utan uppgift, vilka är utan uppgift, vilka har inget att göra, vem har inget att göra, "
            "who has no task, who has nothing to do, who is without a task"
        ),
        "visa mål": "vilka mål, alla mål, våra mål, lista mål, vilka mål finns, vilka mål har vi, list goals",
        "bedöm mål": "utvärdera målet, utvärdering av mål, följ upp mål, målet är nått, evaluate goal",
        "delmål": "nytt delmål, lägg till delmål, steg mot mål, new milestone, add milestone",
        "stryk": (
            "ta bort uppgift, ta bort uppgiften, radera uppgift, stryka, stryk uppgift, stryk uppgiften, "
            "slopa, slopa uppgift, remove task, delete task, drop task, strike task"
        ),
        "möte": (
            "boka, boka in, boka in ett, boka ett, "
            "boka möte, boka in möte, boka ett möte, boka mötet, nytt möte, kalla till möte, kalla "
            "till ett möte, kalla möte, sammankalla, lägg möte, lägg in möte, lägg till möte, planera möte, "
            "bestäm möte, skapa möte, new meeting, book meeting, book a meeting, book, schedule "
            "meeting, schedule a meeting, call meeting, call a meeting, set up a meeting"
        ),
        "flytta möte": (
            "boka om, boka om möte, boka om mötet, omboka, omboka möte, omboka mötet, ny tid, ny mötestid, "
            "ändra tid, ändra möte, ändra mötet, ändra mötestid, byt tid, skjut upp möte, skjut upp mötet, "
            "senarelägg möte, senarelägg mötet, tidigarelägg mötet, flytta, reschedule, reschedule meeting, "
            "move the meeting, new time, change time, postpone meeting"
        ),
        "nästa möte": (
            "nästa uppföljning, nästa träff, nästa avstämning, boka nästa möte, boka nästa uppföljning, "
            "kalla till nästa möte, kalla till nästa uppföljning, lägg nästa möte, "
            "book next meeting, book the next meeting, call the next meeting, next follow-up, next followup"
        ),
        "möten": (
            "mötena, mina möten, visa möten, visa mina möten, alla möten, när är nästa möte, när är mötet, när ses vi, "
            "när ses vi nästa gång, när träffas vi, schema, schemat, vilka möten, vilka möten har jag, tider, "
            "mötestider, kommande möten, my meetings, show meetings, when is the next meeting, when is the meeting, "
            "when do we meet, the schedule, upcoming meetings, which meetings"
        ),
        "ställ in möte": (
            "boka av, boka av möte, boka av mötet, avboka, ställ in, inställt, inställt möte, mötet "
            "inställt, mötet är inställt, mötet blir inte av, ta bort möte, ta bort mötet, cancel the "
            "meeting, call off meeting, call off the meeting, call off"
        ),
        "närvaro": (
            "närvarolista, notera närvaro, notera närvaron, närvaron, frånvaro, vilka kom, vem kom, på mötet var, "
            "på mötet kom, note attendance, who came, at the meeting were"
        ),
        "blev inte av": (
            "mötet hölls inte, mötet hölls aldrig, det blev inget möte, vi sågs inte, vi träffades inte, "
            "the meeting did not happen, the meeting was not held, there was no meeting, did not happen"
        ),
        "beslut": (
            "vi beslutade, vi beslöt, vi bestämde, beslutades, det beslutades, beslut på mötet, beslut från mötet, "
            "mötet beslutade, we decided, it was decided, decided"
        ),
        "minnesanteckning": (
            "anteckna, skriv i protokollet, lägg till i protokollet, ny minnesanteckning, note in the minutes, "
            "add to the minutes"
        ),
        "protokoll": (
            "protokollet, visa protokollet, skicka protokoll, skicka protokollet, skicka minnesanteckningar, "
            "skicka minnesanteckningarna, dela protokollet, the minutes, show the minutes, send the minutes, "
            "share the minutes"
        ),
        "punkt": (
            "ny punkt, lägg till punkt, lämna in punkt, dagordningspunkt, punkt till mötet, punkt till dagordningen, "
            "jag vill ta upp, vi behöver ta upp, my point, new point, add point, i want to bring up"
        ),
        "dagordning": (
            "mötets dagordning, vad står på dagordningen, vad ska vi ta upp, vad tas upp, the agenda, show agenda, "
            "show the agenda, what is on the agenda"
        ),
        "ärende ny": (
            "nytt ärende, skapa ärende, skapa ett ärende, skapa nytt ärende, öppna ärende, öppna ett "
            "ärende, öppna nytt ärende, starta ärende, starta ett ärende, starta nytt ärende, registrera "
            "ärende, lägg upp ärende, new case, create case, create a case, open case, start case, add case"
        ),
        "veckan": (
            "vecka, den här veckan, denna vecka, visa veckan, visa vecka, min vecka, veckoläget, veckoöversikt, "
            "försenade, förseningar, sena uppgifter, visa försenade, this week, my week, the week, "
            "show week, overdue, late tasks"
        ),
        "veckan allt": ("mer, visa mer, resten, visa resten, show more, the rest"),
        "veckan bild": ("bild, visa bild, diagram, graf, visa diagram, picture, chart, show chart"),
        "måndag": ("måndagar, måndagsbrev, måndag morgon, mondays"),
        "ärenden": (
            "alla ärenden, mina ärenden, våra ärenden, visa ärenden, lista ärenden, ärendelista, översikt, "
            "ärendena, visa alla ärenden, all cases, my cases, list cases, show cases, overview"
        ),
        "ärende": (
            "status, statusen, läget, läge, hur går det, hur går det i, hur går det med, hur ligger, hur är "
            "läget, hur är läget i, hur ser det ut i, visa ärende, visa ärendet, visa, ärendet, läs, state of, "
            "how is it going, how is, show case, show, the case, status of, status för, status i, läget i, "
            "läget för"
        ),
        "plan": (
            "planen, visa plan, visa planen, hela planen, visa hela planen, planen för, plan för, planen i, "
            "plan i, åtgärdsplan, åtgärdsplanen, visa åtgärdsplanen, handlingsplan, handlingsplanen, "
            "uppgifter, uppgifterna, alla uppgifter, visa uppgifter, visa uppgifterna, visa "
            "alla uppgifter, vilka uppgifter finns, lista uppgifter, the plan, show plan, show the plan, the "
            "whole plan, action plan, tasks, all tasks, show tasks, list tasks"
        ),
        "vem gör vad": (
            "vem gör vad i, vem ska göra vad, vem gör va, vilka gör vad, vem har vad, vem har vilken uppgift, "
            "who does what in, who has what, who is doing what"
        ),
        "mina": (
            "mina uppgifter, visa mina uppgifter, visa mina, vad ska jag göra, vad har jag att göra, vad har jag, "
            "min lista, mitt, mina grejer, vilka uppgifter har jag, att göra lista, todolista, my tasks, show my "
            "tasks, what do i have to do, what should i do, my list"
        ),
        "kalender": (
            "till kalendern, i kalendern, lägg i kalendern, lägg in i kalendern, skicka till kalendern, ical, ics fil, "
            "icsfil, outlook, mötesfil, to my calendar, add to calendar, put in my calendar"
        ),
        "visa uppgift": (
            "visa uppgiften, visa mig uppgift, hur går det med uppgift, historik uppgift, historik för uppgift, "
            "vad har hänt med uppgift, vem har uppgift, läget med uppgift, se uppgift, show me task, history of "
            "task, what happened to task, who has task"
        ),
        "avsluta": (
            "stäng, stäng ärende, stäng ärendet, avsluta ärende, avsluta ärendet, avslut, avsluta sig, lägg "
            "ner ärendet, lägg ned ärendet, close case, close the case, end case, finish case"
        ),
        "ta bort": (
            "bjud ut, kasta ut, släng ut, plocka bort, ta ut, kicka, sparka ut, uteslut, avlägsna, kick, "
            "kick out, throw out, exclude"
        ),
        "bjud in": (
            "släpp in, lägg till person, lägg till i rummet, ta in, inbjudan, add to room, let in, invite in"
        ),
        "öppna": ("öppna rum, öppna rummet, öppna ärenderummet, starta rummet, open room, open the room"),
        "vem ser vad": (
            "vilka är med i, vem är med i, vilka ser, vem ser, vilka läser, vem läser, vem kan läsa, vem "
            "får läsa, vilka kan läsa, deltagare, deltagarna, medlemmar, medlemmarna, who is here, who can "
            "read, who reads, members, participants"
        ),
        "kretsen": ("visa kretsen, the circle, show circle"),
        "samtycke visa": (
            "samtycken, samtyckena, visa samtycke, visa samtycken, visa samtycket, vilka samtycken, "
            "consents, show consent, show consents"
        ),
        "samtycke återkalla": (
            "återkalla samtycke, återkalla samtycket, dra tillbaka samtycke, ta tillbaka samtycke, withdraw "
            "consent, revoke consent, consent revoke"
        ),
        "samtycke registrera": (
            "nytt samtycke, registrera samtycke, lägg in samtycke, lägg till samtycke, record consent, new "
            "consent, add consent, register consent"
        ),
        "samtycke utöka": ("utöka samtycke, utöka samtycket, utvidga samtycket, extend consent"),
        "samtycke begränsa": ("begränsa samtycke, begränsa samtycket, narrow consent"),
        "samtycke förnya": ("förnya samtycke, förnya samtycket, förläng samtycket, renew consent"),
        "historik": (
            "logg, logga, loggen, loggar, händelser, historia, historiken, vad har hänt, vad har hänt i, "
            "vad hände i, log, logs, events, what happened, what happened in, what has happened in"
        ),
        "hjälp": (
            "hjälp mig, hjälpa, hjälpen, vad kan du, vad kan du göra, vad kan jag skriva, vad kan jag göra, "
            "kommandon, kommandona, alla kommandon, visa kommandon, vilka kommandon finns, meny, menyn, "
            "instruktioner, manual, hur gör jag, hur funkar det, hur fungerar det, hur använder jag dig, "
            "help me, what can you do, commands, menu, how does it work, what can i write"
        ),
        "språk": ("byt språk, ändra språk, välj språk, språket, change language, switch language"),
        "språk engelska": (
            "english, engelska, in english, på engelska, byt till engelska, english please, speak english, "
            "switch to english, talk english, byt språk till engelska, prata engelska"
        ),
        "språk svenska": (
            "svenska, swedish, in swedish, på svenska, byt till svenska, svenska tack, switch to swedish, "
            "byt språk till svenska, prata svenska"
        ),
        "tappad enhet": (
            "tappad telefon, tappat telefon, jag har tappat telefonen, tappat bort telefonen, tappad dator, "
            "borttappad telefon, stulen telefon, stulen mobil, stulen dator, telefonen är stulen, min "
            "telefon är borta, lost phone, stolen phone, my phone is gone, stolen device, lost computer, my "
            "phone was stolen"
        ),
        "lämna över ärende": ("överlämna ärende, byt samordnare, ge ärende, give case, change coordinator"),
        "personer": (
            "alla personer, visa personer, personal, lista personer, vilka personer, kontakter, everybody, "
            "show people, list people, contacts"
        ),
        "person ny": ("ny person, lägg till ny person, skapa person, new person, add person, create person"),
        "informationsmöte": ("informationsmötet, infomötet, info möte, info meeting"),
        "avbryt": ("avbryt det, ångra, glöm det, strunt i det, never mind, nevermind, abort, undo"),
        "konsultationer": ("frågor, öppna konsultationer, visa konsultationer, show consultations"),
        "utse": ("utnämn, sätt, ange, nominera, designate"),
        "sidorum": ("nytt sidorum, öppna sidorum, skapa sidorum, new side room, open side room"),
    }
)

#: What means a command to whoever may say it, where it is all that somebody writes.
ALONE = _table(
    {
        "veckan": (
            "läget, läge, hur är läget, hur går det, hur ligger vi till, hur ser det ut, status, statusen, "
            "vad händer, vad händer i veckan, vad händer den här veckan, vad är på gång, vad är försenat, vad är sent, "
            "vad ligger efter, vad brådskar, vilka är sena, vilka uppgifter är sena, vilka uppgifter är försenade, "
            "vad har jag att göra, vad ska jag göra, vad behöver jag göra, vad måste jag göra, vad behöver mig, "
            "how is it going, how are things, what is late, what's late, what is overdue, what is happening this week, "
            "what is urgent, what do i have to do, what should i do, what needs me"
        ),
        "försenad": (
            "sen, är sen, blir sen, jag är sen, jag blir sen, hinner ej, hinner inte, jag hinner inte, hann ej, "
            "hann inte, jag hann inte, hinner inte klart, late, i am late, running late, no time, had no time"
        ),
    }
)

#: What may be meant by words that can also mean something else: it is asked about.
PERHAPS = _table(
    {
        "hinder": (
            "problem, problemet, problem med, det är problem med, går inte, det går inte, funkar inte, "
            "sitter fast, jag sitter fast, stopp i, trouble, problem with"
        ),
        "klar": ("ok med, löst, löste, sorted, solved"),
        "historik": ("vad är nytt, senaste, nyheter, news"),
        "ärenden": ("lista, list"),
        "veckan": ("idag, today"),
        "avbryt": ("sluta"),
        "avsluta": ("slut, färdigbehandlat, arkivera, archive"),
    }
)

#: What there is no command for: the text that says where it is found.
TOLD = _table(
    {
        "called.password": (
            "glömt lösenord, glömt lösenordet, jag har glömt mitt lösenord, glömt mitt lösenord, lösenord, "
            "nytt lösenord, byt lösenord, byta lösenord, kan inte logga in, forgot password, password, "
            "forgot my password, i forgot my password, lost password, change password, cannot log in"
        ),
        "called.new_phone": (
            "ny telefon, ny mobil, ny dator, jag har ny telefon, jag har en ny telefon, bytt telefon, bytt "
            "mobil, jag har bytt telefon, nytt nummer, new phone, new device, new computer, i have a new "
            "phone, i got a new phone"
        ),
    }
)
