guide-heading = Vejledning
guide-own = Til dig:
guide-in-danish = Vejledningen er på dansk.
