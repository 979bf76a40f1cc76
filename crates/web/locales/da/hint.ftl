# Tegn: hvad der er set, og hvad mennesker gjorde
hint-raised = Set { $date }.
hint-in-case = Holdes tilbage, fordi nogen allerede arbejder med det.
hint-decided = I har taget stilling siden.
hint-set-aside = Sat til side til og med { $date }.
hint-up-to = Tegnene går til og med { $date }.
hint-being-made = Tegnene regnes ud lige nu; se igen om lidt.
hint-source-start = Der er for lidt historik til at finde kommunens egen grænse, så startværdier bruges.
hint-source-whole-days = Skolerne noterer næsten ikke, hvem der kommer for sent. At notere det fortæller mere og tidligere end nogen beregning.
hint-held-back = { $aside ->
    [0] { $case } holdes tilbage, fordi nogen allerede arbejder med det.
   *[other] { $case ->
        [0] { $aside } er sat til side.
       *[other] { $case } holdes tilbage, fordi nogen allerede arbejder med det, og { $aside } er sat til side.
    }
}
hint-aside = Sæt til side
hint-aside-note = Tegnet kommer igen, når dagen er gået, eller hvis det bliver tydeligere inden. Lovens frister vises altid.
hint-aside-reason = Hvorfor?
hint-aside-until = Til og med
hint-aside-line = { $date }: { $who } satte tegnet til side til og med { $until }. »{ $reason }«
hint-aside-line-back = { $date }: { $who } satte tegnet til side til og med { $until }. »{ $reason }« Det er taget tilbage.
hint-aside-back = Vis tegnet igen
hint-aside-missing = At sætte et tegn til side kræver en grund og en dag inden for det næste år. Gå tilbage, og udfyld begge dele. Intet er gemt.
hint-aside-gone = Tegnet er allerede vist igen. Intet er ændret.
done-hint-aside = Tegnet er sat til side.
done-hint-back = Tegnet vises igen.
hint-budget = Hvor mange tegn kan I se på?
hint-budget-text = Nye tegn pr. klasse og måned. Nærvær finder selv den grænse, der passer til tallet, i kommunens eget sidste skoleår.
hint-budget-lead = Et tegn er et barn, hvis fremmøde er anderledes end dets eget sædvanlige. Flere tegn finder flere børn og flere falske spor; færre tegn er til at nå. 0,5 betyder ét nyt tegn pr. klasse hver anden måned.
hint-budget-everywhere = Nye tegn pr. klasse og måned
hint-budget-hint = For eksempel 0,5. Højst 10, højst tre decimaler.
hint-budget-schools = Skoler med deres eget tal
hint-budget-schools-note = Lad feltet stå tomt, hvis skolen følger kommunen.
hint-budget-save = Gem
hint-budget-wrong = »{ $value }« er ikke et tal fra 0 til 10, for eksempel 0,5.
done-hint-budget = Tallet er gemt. Tegnene regnes ud igen nu.
