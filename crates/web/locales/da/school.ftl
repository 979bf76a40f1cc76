schools-none = Du har ingen skoler i dag. Bed kommunens administrator om en rolle, hvis du skulle have.
schools-name = Skole
schools-kind = Slags
schools-classes = Klasser
schools-pupils = Elever
school-facts = { $classes ->
    [one] { $classes } klasse
   *[other] { $classes } klasser
}, { $pupils ->
    [one] { $pupils } elev
   *[other] { $pupils } elever
}
school-look = { $count ->
    [0] Ingen elever står på listen til et kig i dag.
    [one] 1 elev står på listen til et kig i dag.
   *[other] { $count } elever står på listen til et kig i dag.
}
school-look-see = Gå til gennemgangen
school-classes = Klasser
school-classes-none = Skolen har ingen klasser i dette skoleår. De sættes op under Opsætning.
school-class = Klasse
school-noted = I dag
school-noted-yes = Noteret
school-noted-no = Ikke noteret endnu
school-noted-unasked = –
search-how = Skriv mindst to bogstaver af et for- eller efternavn i feltet øverst.
search-none = Ingen elever, du har adgang til, hedder noget med »{ $asked }«.
search-found = { $count ->
    [one] Fandt 1 elev med »{ $asked }«.
   *[other] Fandt { $count } elever med »{ $asked }«.
}
search-more = Der er flere. Skriv mere af navnet.
search-how-cases = Skriv et eller flere ord for at finde, hvad der står i de forløb, du har adgang til.
search-pupils-found = Elever
search-cases = I dine forløb
search-cases-none = Ingen steder i de forløb, du har adgang til, står »{ $asked }«.
search-cases-more = Der er flere steder. Skriv et ord mere.
search-concerns = I bekymringer
search-concerns-none = Ingen steder i de bekymringer, du har adgang til, står »{ $asked }«.
search-concern-raised = Bekymring
search-concern-added = Tilføjet
search-concern-answered = Svar
search-concern-reopened = Taget op igen
school-class-signs = Klasser som helhed
school-class-signs-wait = { $count ->
    [one] 1 klassetegn mere venter: her vises højst ét nyt om måneden. Det står på klassens egen side.
   *[other] { $count } klassetegn mere venter: her vises højst ét nyt om måneden. De står på klassernes egne sider.
}
search-cases-unsure = Der er ikke søgt i forløb: Det kræver et bevis mere end adgangskoden.
