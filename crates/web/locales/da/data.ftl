data-lead = Tal kan kun bruges, når man ved, hvad der mangler. Her står det, der ikke er registreret.
data-gaps = Ikke registreret
data-gaps-text = Skoledage i dette skoleår til og med i går, hvor klassen mangler en af de noteringer, loven kræver.
data-none = Der er ingen klasser med elever endnu.
data-days = Klassedage
data-missing = Mangler
data-missing-days = Nyeste dage, der mangler
data-mix = Sådan bruges kategorierne
data-mix-text = Fraværsdage i skoleåret. Bruger en skole slet ikke en kategori, er det som regel en vane og ikke børnene.
data-mix-look = Værd at se på
data-mix-odd = En kategori bruges ikke
data-mix-few = For få elever til at vise
data-imports = Indlæsninger
data-imports-none = Der er ikke læst noget ind endnu.
data-import-new = Læs en fil ind
data-import-file = Fil
data-import-made = Hvornår
data-import-by = Af
data-import-by-program = Programmet
data-import-state = Tilstand
data-import-fine = Læst ind
data-import-problems = Der var bemærkninger
data-import-undone = Fortrudt
data-import-undone-at = fortrudt { $at }
import-did = Det skete der
import-did-nothing = Filen ændrede ikke noget.
import-what = Hvad
import-count = Antal
import-added = Nye kalendere, skoler, klasser og elever
import-changed = Ændrede
import-marks = Noteringer i filen
import-marks-new = Nye noteringer (dagens start og slut hver for sig)
import-marks-changed = Rettede noteringer
import-marks-cleared = Fjernede noteringer, fordi filen er fuldstændig
import-marks-same = Stod der i forvejen
import-marks-older = Ældre end det, der står
import-marks-not-ours = Udeladt, fordi skolen selv fører protokollen her
import-partials = Nye dele af dage (lektioner)
import-partials-changed = Rettede dele af dage
import-partials-cleared = Fjernede dele af dage, fordi filen er fuldstændig
import-marks-not-counted = Noteringer på dage, der ikke er skoledage for eleven; de gemmes, men tælles ikke
import-notings = Noteringer af hele klasser
import-undo = Fortryd indlæsningen
import-undo-text = Det, der stod før, kommer tilbage. Det, nogen har rettet siden, bliver stående. Skoler, klasser og elever bliver også.
done-import-undone = Indlæsningen er fortrudt.
data-register = Sådan føres protokollen
data-register-text = Dette skoleår til og med { $date }. Vaner i registreringen gør tegn og tal blinde. Her står kun, hvad der kan gøres; ingen skole får en karakter.
data-register-none = Intet at bemærke om den måde, der registreres på.
data-register-not-noted = Dage, der ikke er noteret
data-register-no-lateness = For sent fremmøde bliver næsten ikke noteret
data-register-all-illness = Næsten alt fravær er noteret som sygdom
data-register-no-leave = Lovligt fravær bruges ikke
data-register-no-unlawful = Ulovligt fravær bruges ikke
data-register-written-late = Fravær skrives dage efter
data-classes = Klasser som helhed
data-classes-text = Hele kommunen, de seneste 20 skoledage. Ingen klasse nævnes, og tal under fem vises ikke.
data-classes-spells = { $count ->
    [0] Færre end fem klasser med flere nye fraværsforløb, end klassens eget normale og årstiden giver.
   *[other] { $count } klasser med flere nye fraværsforløb, end klassens eget normale og årstiden giver.
}
data-classes-late = { $count ->
    [0] Færre end fem klasser, hvor flere kommer for sent, end klassens eget normale og årstiden giver.
   *[other] { $count } klasser, hvor flere kommer for sent, end klassens eget normale og årstiden giver.
}
data-classes-looked = { $count ->
    [0] Færre end fem klasser var store nok og havde dage nok til at blive set på.
   *[other] { $count } klasser var store nok og havde dage nok til at blive set på.
}
