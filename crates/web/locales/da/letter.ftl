# Breve
letter = Brev
letter-lead = Et udkast til »{ $about }«. Nærvær sender ingenting: læs det, hent det, og send det, som I plejer.
letter-write = Ret eller tilføj
letter-write-note = Det, du skriver her, kommer med i brevet og bliver ikke gemt.
letter-recipient = Modtager
letter-recipient-hint = En linje for hver. Skriv ikke en adresse, hvis nogen i familien har navne- og adressebeskyttelse.
letter-contact = Hvem kan familien få fat i
letter-contact-hint = En linje for hver, for eksempel navn og telefon.
letter-suggested = Forslag til tid og sted
letter-suggested-hint = En linje for hvert forslag.
letter-heard = Samtaler med familien
letter-heard-hint = En linje for hver: hvem, kolon, hvornår og hvordan.
letter-done = Det har skolen gjort
letter-done-hint = En linje for hver ting. Det, I har skrevet ved pligterne, står her allerede.
letter-circumstances = Forhold, som kan have betydning for vurderingen
letter-circumstances-hint = Kun det, der er nødvendigt. Skriv ikke en diagnose.
letter-signed-name = Underskrives af
letter-signed-role = Titel
letter-reference = Sagsnummer
letter-again = Vis brevet igen
letter-fetch = Hent som PDF
letter-back = Tilbage til eleven
letter-looks = Sådan ser brevet ud
letter-text = Læs brevet som tekst
letter-picture = { $pages ->
    [one] Brevet på én side, som det bliver trykt. Det samme står som tekst ovenfor.
   *[other] Brevet på { $pages } sider, som det bliver trykt. Det samme står som tekst ovenfor.
}
letter-parents-of = forældrene til { $name }
letter-council = Kommunalbestyrelsen
letter-leader = skoleleder
letter-counted-one = Fraværet noteres én gang om dagen. En notering tæller en hel dag.
letter-counted-half = Fraværet noteres ved dagens begyndelse og slutning. Hver notering tæller en halv dag.
letter-counted-any = Fraværet noteres ved dagens begyndelse og slutning. Er der fravær ved den ene, tæller det en hel dag.
letter-counted-start = Fraværet noteres ved dagens begyndelse og slutning. Kun dagens begyndelse tæller, som en hel dag.
letter-counted-both = Fraværet noteres ved dagens begyndelse og slutning. En dag tæller kun, når der er fravær ved begge.
