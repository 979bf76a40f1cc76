setup-lead = Her sætter du det op, kommunen skal bruge for at begynde. Tag det oppefra.
setup-calendars = Skolekalendere
setup-calendars-text = Hvilke dage der er skole: skoleårets dage uden ferier og lukkedage.
setup-calendars-stands = { $count ->
    [0] Der er ingen kalendere endnu.
    [one] 1 kalender
   *[other] { $count } kalendere
}
setup-schools = Skoler
setup-schools-text = Navn, slags, kalender, og hvem der fører protokollen.
setup-schools-stands = { $count ->
    [0] Der er ingen skoler endnu.
    [one] 1 skole
   *[other] { $count } skoler
}
setup-classes = Klasser
setup-classes-text = Skoleårets klasser, og hvad de hed året før.
setup-classes-stands = { $count ->
    [0] Der er ingen klasser endnu.
    [one] 1 klasse i alle skoleår
   *[other] { $count } klasser i alle skoleår
}
setup-import = Elever og fravær fra filer
setup-import-text = Elevlister og fravær fra en CSV- eller Excel-fil. Du ser alt, før noget gemmes.
setup-import-stands = { $count ->
    [0] Der er ingen elever endnu.
    [one] 1 elev
   *[other] { $count } elever
}
setup-staff = Medarbejdere og roller
setup-staff-text = Hvem der må logge på, og hvilke børn de arbejder med, fra og til.
setup-staff-stands = { $count ->
    [one] 1 konto
   *[other] { $count } konti
}
setup-rules = Kommunens regler og valg
setup-rules-text = Det, loven lader stå åbent, og kommunens egne grænser for, hvornår I ser efter.
setup-rollover = Nyt skoleår
setup-rollover-text = Klasserne rykker et trin op, og eleverne følger med. Du ser alt først.
pages = Sider
pages-before = Forrige side
pages-after = Næste side
pages-of = Side { $page } af { $of }
staff-heading = Medarbejdere
staff-lead = En konto giver ingen adgang i sig selv. Det gør rollen: hvor, fra hvornår og til hvornår.
staff-name = Navn
staff-roles-today = Roller i dag
staff-roles-none = Ingen
staff-closed = Kontoen er lukket
staff-add = Lav en konto
staff-add-problems = Kontoen er ikke lavet
staff-first-password = Første adgangskode
staff-name-missing = Skriv et navn.
staff-problems = Ændringen er ikke gemt
staff-roles = Roller
staff-roles-never = Kontoen har ingen roller.
staff-role = Rolle
staff-role-where = Hvor
staff-role-everywhere = Hele kommunen
staff-role-from = Fra og med
staff-role-to = Til og med
staff-role-to-optional = Til og med (må stå tom)
staff-role-still = Stadig
staff-role-end = Afslut
staff-role-add = Giv rollen
staff-role-misplaced = Den rolle kan ikke gives der. En lærer har en klasse; skoleleder, trivselsperson, skolesocialrådgiver og PPR har en skole; administrator og analytiker har hele kommunen.
staff-role-backwards = Rollen ville slutte, før den begynder.
staff-held-in-class = i en klasse
staff-held-at-school = på en skole
staff-held-everywhere = i hele kommunen
staff-account = Kontoen
staff-rename = Gem navnet
staff-password-set = Giv en ny adgangskode
staff-close = Luk kontoen
staff-open = Åbn kontoen igen
staff-close-self = Du kan ikke lukke din egen konto. Bed en anden administrator om det.
done-staff-added = Kontoen er lavet. Giv den en rolle, så den kan bruges.
done-staff-renamed = Navnet er gemt.
done-staff-password = Adgangskoden er skiftet, og kontoen er logget af alle steder.
done-staff-closed = Kontoen er lukket og logget af.
done-staff-opened = Kontoen er åben igen.
done-role-given = Rollen er givet.
done-role-ended = Rollen slutter den dag.
calendars-in = Skoledage i { $year }
calendars-name = Kalenderens navn
calendars-name-hint = Vælg en, der findes, for at rette dens dage, eller skriv et nyt navn.
calendars-days = Skoledage
calendars-span = Fra og til
calendars-no-days = Ingen skoledage i dette skoleår
calendars-problems = Der er noget at se på
calendars-plan = Sådan bliver »{ $name }«
calendars-plan-days = { $count ->
    [one] 1 skoledag. Intet er gemt endnu.
   *[other] { $count } skoledage. Intet er gemt endnu.
}
calendars-write = Gem skoledagene
calendars-make = Skoleårets dage
calendars-first = Første skoledag
calendars-last = Sidste skoledag
calendars-closed = Ferier og lukkedage
calendars-closed-hint = En linje for hver: fra;til;navn. Lad første linje stå.
calendars-file = Eller en fil med ferier
calendars-file-hint = CSV, Excel eller iCalendar (.ics). Filen bruges i stedet for linjerne ovenfor.
calendars-preview = Se skoledagene
calendars-name-missing = Skriv kalenderens navn.
calendars-span-wrong = Første skoledag skal ligge før den sidste.
calendars-empty = Der er ingen skoledage tilbage.
calendars-too-many = Et kvartal ville få mere end 64 skoledage. Mangler der ferier?
done-calendar-put = Skoledagene er gemt.
schools-calendar = Kalender
schools-register = Protokollen føres
schools-register-here = her i Nærvær
schools-register-imported = i et andet program og læses ind
schools-provision = Tilbud
provision-general = Almenområdet
provision-special-class = Specialklasser
provision-special-school = Specialskole
schools-form = Skolens oplysninger
schools-save = Gem skolen
schools-problems = Skolen er ikke gemt
schools-name-missing = Skriv skolens navn.
schools-name-taken = Der er allerede en skole med det navn.
schools-calendar-first = Lav først en kalender:
done-school-put = Skolen er gemt.
classes-heading = Klasser i { $year }
classes-years = Skoleår
classes-none = Ingen klasser i skoleåret.
classes-was = { $name } (var { $before })
classes-add = Tilføj en klasse
classes-name = Klassens navn
classes-grade = Klassetrin
classes-problems = Klassen er ikke gemt
classes-name-missing = Skriv klassens navn, for eksempel 7.b.
classes-name-taken = Skolen har allerede en klasse med det navn i skoleåret.
classes-grade-unknown = Klassetrinnet skal være fra 0 til 10.
classes-schools-first = Lav først en skole:
done-class-put = Klassen er gemt.
rollover-heading = Fra { $from } til { $to }
rollover-lead = Hver klasse rykker et trin op 1. august, og eleverne følger med. Elever i 9. og 10. klasse går ud 31. juli. Intet er gemt endnu.
rollover-none = Alle klasser er rykket. Der er ikke mere at gøre.
rollover-becomes = Bliver til
rollover-leave = Går ud
rollover-write = Ryk klasserne
done-rolled-over = Klasserne er rykket til det nye skoleår.
file-problems = Filen er ikke læst
file-missing = Vælg en fil.
file-mapping = Opsætning af kolonner
file-mapping-guess = Gæt ud fra filen
file-file = Filen
file-hint = CSV eller Excel med elever eller fravær. Højst 64 MB. Intet gemmes, før du har set det hele.
file-busy = Filen læses. Det kan tage lidt tid.
file-sending = Filen sendes. Bliv på siden.
file-progress = Så langt er vi
file-progress-text = Du kan gå til en anden side imens. Arbejdet går videre, og filen venter her på dig.
file-progress-again = Se igen
file-rows-of = { $done } af { $all } rækker
file-step-reading = Filen læses
file-step-roster = Skoler, klasser og elever findes
file-step-comparing = Filen holdes op mod det, der står
file-step-writing = Rækkerne skrives
file-step-finishing = Det hele gøres færdigt
file-failed = Det lykkedes ikke. Intet er gemt. Prøv igen, og sig det til den, der driver programmet, hvis det bliver ved.
file-changed = Du har ændret noget, siden du så, hvad der vil ske. Intet er gemt. Se det igennem igen.
file-not-confirmed = Intet er gemt. Filen ændrer så meget, at du skal sætte kryds, før du gemmer.
file-read = Læs filen
file-rows = { $rows } linjer
file-preview = Det her vil ske
file-errors = { $count ->
    [one] 1 fejl. Intet kan gemmes, før den er rettet i filen eller i opsætningen nedenfor.
   *[other] { $shown } fejl. Intet kan gemmes, før de er rettet i filen eller i opsætningen nedenfor.
}
file-more = Og { $count } til.
file-write = Gem det hele
file-check = Se efter, om kolonner og koder er gættet rigtigt.
file-columns = Kolonner
file-columns-more = Flere kolonner, hvis filen har dem
file-codes = Koder
file-codes-text = Hver kode får en af lovens tre kategorier eller en anden betydning. En kode uden betydning er en fejl.
file-reach = Det, der ikke står i filen
file-reach-says = Filen er
file-reach-additions = tilføjelser: det, der ikke står i den, bliver stående
file-reach-complete = fuldstændig for nogle skoler og dage: det, der ikke står i den, fjernes dér
file-reach-where = Skoler og dage, en fuldstændig fil gælder for
file-reach-hint = Lad felterne stå tomme, så gælder filen for de skoler og dage, den selv handler om. Skoler, der fører protokollen her, kan en fil aldrig fjerne noget for.
file-reach-schools = Skoler
file-reach-no-school = en fuldstændig fil skal gælde for mindst én skole, der læses ind fra et andet program
file-complete-for = Filen er fuldstændig for { $schools }, { $days }. Det, der ikke står i den, fjernes dér.
file-reach-from = Fra og med
file-reach-to = Til og med
file-reach-unread = en fuldstændig fil skal have en første og en sidste dag, den første først
file-month = Måned, hvis filen er et månedsskema
file-mapping-name = Gem opsætningen som
file-see = Se, hvad der vil ske
file-must-confirm = Filen retter eller fjerner mere end { $percent } % af det, der står. Ja, det er meningen.
file-line = linje { $line }: { $what }
file-no-school = skolen er ikke sat op; opret den, eller ret navnet
file-no-grade = klassetrinnet mangler; skriv det i en kolonne eller forrest i klassens navn
file-no-class = klassen mangler
file-twice = eleven står i en anden klasse på de samme dage, eller to gange i samme klasse; behold én linje, eller giv dem hver sin fra- og tildato
file-no-pupil = eleven kendes ikke; læs elevlisten ind først, eller ret linjen
file-cannot-stand = Rækkerne kan ikke stå sammen med det, der er i forvejen, for eksempel to klasser på én gang.
field-none = ikke i filen
field-cpr = CPR-nummer
field-pupil-id = Elevens id i det andet program
field-full-name = Fulde navn
field-given-name = Fornavn
field-family-name = Efternavn
field-birth-date = Fødselsdato
field-class = Klasse
field-school = Skole
field-grade = Klassetrin
field-protected = Navne- og adressebeskyttelse
field-household = Husstand
field-date = Dato
field-from = Fra og med
field-to = Til og med
field-note = Dagens start eller slut
field-code = Kode eller ord for fraværet
field-minutes = Minutter
field-lesson = Lektion
field-lessons-missed = Lektioner med fravær
field-lessons = Lektioner den dag
field-noted-by = Noteret af
row-is = En linje er
row-is-pupil = en elev i en klasse
row-is-day = en elev på en dag
row-is-period = en elev fra en dag til en anden
row-is-month = en elev i en måned, et bogstav for hver dag
row-is-lesson = en elev i en lektion
code-choose = Vælg
meaning-late = kom for sent
meaning-left-early = gik før tid
meaning-present = til stede
meaning-ignore = siger intet om fremmøde
done-import = Filen er læst ind.
choices-lead = Loven kan ikke ændres her. Det, I vælger, gælder med det samme for alle sider, og historikken gemmes.
choices-rules = Se reglerne
choices-on = Regler, der er slået til
choices-save = Gem valgene
done-rules-put = Valgene er gemt og gælder nu.
setup-answers = Svarfrister
setup-answers-text = Hvor hurtigt en bekymring og sparring skal have svar.
answers-lead = Når fristen er gået uden svar, står det øverst hos dem, der skal svare.
answers-concern = En bekymring besvares inden for
answers-hint = Arbejdsdage, fra dagen efter; weekender og helligdage tæller ikke.
answers-sparring = Sparring gives inden for
answers-save = Gem fristerne
done-answers-put = Fristerne er gemt. De gælder fra nu af.
