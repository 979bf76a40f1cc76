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
