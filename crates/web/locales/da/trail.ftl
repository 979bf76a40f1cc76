trail-heading = Hvem har set hvad
trail-lead = Alt, hvad nogen har læst eller ændret om et barn, og hvad nogen blev afvist i at se. Denne søgning skrives også i loggen.
trail-search = Søg i loggen
trail-problems = Søgningen kunne ikke laves
trail-problem-pupil = Ingen elev hedder sådan. Skriv begyndelsen af et navn.
trail-problem-person = Ingen medarbejder hedder sådan. Skriv en del af navnet eller brugernavnet.
trail-problem-days = Datoerne kunne ikke læses. Den første dag skal ligge før den sidste.
trail-pupil = Elevens navn
trail-person = Medarbejder
trail-from = Fra og med
trail-to = Til og med
trail-action = Handling
trail-resource = Oplysning
trail-any = Alle
trail-which-pupil = Hvilken elev?
trail-which-person = Hvilken medarbejder?
trail-about-one = Viser kun, hvad der handler om { $name }.
trail-of-one = Viser kun, hvad { $name } har gjort.
trail-everybody = Vis alle
trail-pupil-gone = en elev, der ikke findes mere
trail-none = Intet i loggen passer til søgningen.
trail-not-yet = Intet fundet endnu. Loggen er lang; søg længere tilbage nedenfor.
trail-more = Se længere tilbage
trail-at = Tidspunkt
trail-who = Hvem
trail-what = Hvad
trail-about = Om
trail-where = Hvorfra
trail-who-program = Programmet
trail-missing = noget, der ikke findes
trail-who-gone = En konto, der ikke findes mere
trail-pupils = { $count ->
    [one] 1 elev
   *[other] { $count } elever
}
trail-entry = Opslag
trail-ground = Grundlag
trail-written = Skrevet i loggen
trail-policy = Regel
trail-number = Nummer
trail-about-nobody = Opslaget handler ikke om nogen elev.
trail-gone = { $count ->
    [one] 1 elev er slettet siden og kan ikke nævnes.
   *[other] { $count } elever er slettet siden og kan ikke nævnes.
}
trail-action-read = Læst
trail-action-list = Set i liste
trail-action-create = Oprettet
trail-action-change = Ændret
trail-action-close = Afsluttet
trail-action-export = Taget ud
trail-action-undo = Fortrudt
trail-action-refused = Afvist
trail-action-sign-in = Logget på
trail-action-sign-in-halfway = Adgangskode rigtig, mangler bekræftelse
trail-action-sign-in-refused = Afvist log på
trail-action-sign-out = Logget af
trail-action-sign-out-everywhere = Logget af overalt
trail-action-set = Indstilling ændret
trail-action-add = Konto oprettet
trail-action-rename = Navn ændret
trail-action-password = Adgangskode ændret
trail-action-grant = Rolle givet
trail-action-end = Rolle afsluttet
trail-action-calendar-read = Kalender hentet
trail-action-calendar-address-made = Kalenderadresse lavet
trail-action-calendar-address-taken-back = Kalenderadresse taget tilbage
retention-heading = Opbevaring og sletning
retention-lead = Hvem der skal slettes, hvem der holdes tilbage, og hvad der er slettet. Driften kører selve sletningen; alt om en elev skrives ud først.
retention-problems = Det kunne ikke gemmes
retention-problem-reason = Skriv, hvorfor eleven ikke må slettes endnu. Højst 500 tegn.
retention-due = Hvis tid er udløbet
retention-decided = Fristen er besluttet: { $by }.
retention-undecided = Kommunen har ikke besluttet, hvor længe elever gemmes. Indtil da slettes ingen. Administratoren skriver beslutningen under Opsætning.
retention-nobody = Ingen elevs tid er udløbet.
retention-pupil = Elev
retention-left = Sidste skoledag
retention-then = Ved næste kørsel
retention-is-held = Holdes tilbage
retention-is-archive = Skrives ud til arkivet og slettes
retention-is-erased = Skrives ud og slettes
retention-more = { $count ->
    [one] Og 1 elev mere.
   *[other] Og { $count } elever mere.
}
retention-trail = { $count ->
    [one] 1 opslag i loggen er for gammelt og tages ud; seglet bliver stående.
   *[other] { $count } opslag i loggen er for gamle og tages ud; seglene bliver stående.
}
retention-holds = Holdes tilbage
retention-holds-lead = En klage, en retssag eller et ønske om indsigt kan kræve, at en elevs sag ikke slettes endnu. Så længe nogen holder den tilbage, kan hverken jobbet eller en medarbejder slette den.
retention-hold = Hold tilbage
retention-hold-end = Slip
retention-hold-end-of = Slip { $name }
retention-reason = Hvorfor må { $name } ikke slettes endnu?
retention-find = Find eleven
retention-runs = Hvad der er slettet
retention-did-pupils = { $count ->
    [one] 1 elev slettet
   *[other] { $count } elever slettet
}
retention-did-held = { $count } holdt tilbage
retention-did-trail = { $count } opslag taget ud af loggen
retention-did-sessions = { $count } gamle log på
retention-did-drafts = { $count } kladder
retention-did-counsel = { $count } råd uden et barn
retention-did-classes = { $count } samtaler, aftaler og tal fra klasser
retention-beside = Uden noget barn: { $counsel } råd og { $classes } samtaler, aftaler og tal fra klasser er for gamle og tages væk.
done-held = Eleven holdes tilbage og slettes ikke.
done-hold-ended = Eleven holdes ikke længere tilbage.
trail-retention = Opbevaring og sletning
trail-action-second-proof = Andet bevis givet
trail-action-second-proof-refused = Andet bevis afvist
trail-action-open = Konto åbnet igen
trail-action-family-link-used = Familiens link brugt
trail-reasons = Begrundelse
trail-action-news-mail-asked = E-mail om nyt valgt
trail-action-news-mail-confirmed = E-mailadresse bekræftet
trail-action-news-mail-stopped = E-mail om nyt fravalgt
