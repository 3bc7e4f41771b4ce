# Womit Regeln geschrieben werden können, ein Satz je Zeile. {luecken} füllt, wer die Regel schreibt.
# Eine Zeile, die mit einem Strich beginnt, ergänzt die Zeile darüber.
[when]Wenn der Besucher in den letzten {tage} Tagen {kategorie} gekauft hat=Bought(category == "{kategorie}", daysAgo <= {tage})
[when]Wenn der Besucher in den letzten {tage} Tagen keine {kategorie} gekauft hat=not Bought(category == "{kategorie}", daysAgo <= {tage})
[when]Wenn der Besucher schon einmal {kategorie} gekauft hat=Bought(category == "{kategorie}")
[when]Wenn der Besucher in den letzten {tage} Tagen {kategorie} angesehen hat=Viewed(category == "{kategorie}", daysAgo <= {tage})
[when]Wenn der Besucher in den letzten {tage} Tagen {anzahl} verschiedene {kategorie} angesehen hat=Viewed(category == "{kategorie}", products({tage}) >= {anzahl})
[when]Wenn der Warenkorb {kategorie} enthält=InCart(category == "{kategorie}")
[when]Wenn der Warenkorb keine {kategorie} enthält=not InCart(category == "{kategorie}")
[when]Wenn der Besucher nach {begriff} gesucht hat=Searched(term == "{begriff}")
[when]Wenn das Interesse des Besuchers an {kategorie} mindestens {punkte} Punkte hat=Interest(kind == "category", value == "{kategorie}", score >= {punkte})
[when]Wenn {marke} die Lieblingsmarke des Besuchers ist=Interest(kind == "brand", value == "{marke}", rank == 1)
[when]Wenn {farbe} die Lieblingsfarbe des Besuchers ist=Interest(kind == "colour", value == "{farbe}", rank == 1)
[when]Wenn der Besucher {kampagne} in den letzten {tage} Tagen {anzahl} Mal gesehen hat=Shown(campaign == "{kampagne}", times({tage}) >= {anzahl})
[when]Wenn der Besucher {kampagne} in den letzten {tage} Tagen nicht gesehen hat=not Shown(campaign == "{kampagne}", daysAgo <= {tage})
[when]Wenn der Besucher {kampagne} in den letzten {tage} Tagen angeklickt hat=Clicked(campaign == "{kampagne}", daysAgo <= {tage})
[when]Wenn der Besucher {kampagne} in den letzten {tage} Tagen nicht angeklickt hat=not Clicked(campaign == "{kampagne}", daysAgo <= {tage})
[when]Wenn der Besucher in den letzten {tage} Tagen nach {kampagne} bestellt hat=Converted(campaign == "{kampagne}", daysAgo <= {tage})
[when]Wenn der Besucher in den letzten {tage} Tagen über {kanal} auf {kampagne} reagiert hat=Responded(campaign == "{kampagne}", channel == "{kanal}", daysAgo <= {tage})
[when]Wenn der Besucher in den letzten {tage} Tagen nicht auf {kampagne} reagiert hat=not Responded(campaign == "{kampagne}", daysAgo <= {tage})
[when]Wenn der Besucher mit Wahrscheinlichkeit {wahrscheinlichkeit} über {kanal} reagiert=PreferredChannel(channel == "{kanal}", probability >= {wahrscheinlichkeit})
[when]Wenn der Besucher {anzahl} Mal einem Link in unseren E-Mails gefolgt ist=Email(clicks >= {anzahl})
[when]Wenn der Besucher in den letzten {tage} Tagen {ereignis} mit {eigenschaft} gleich {wert} ausgelöst hat=Did(event == "{ereignis}", property("{eigenschaft}") == "{wert}", daysAgo <= {tage})
[when]Wenn der Besucher in den letzten {tage} Tagen die E-Mail {mailing} geöffnet hat=Did(event == "Email Opened", property("campaign") == "{mailing}", daysAgo <= {tage})
[when]Wenn der Besucher in den letzten {tage} Tagen {anzahl} Mal da war=Visitor(visits({tage}) >= {anzahl})
[when]Wenn der Besucher das Produkt {produkt} {anzahl} Mal angesehen hat=ViewedProduct(product == "{produkt}", times >= {anzahl})
[when]Wenn der Besucher bei diesem Besuch {anzahl} Produkte angesehen hat=Visit(products >= {anzahl})
[when]Wenn der Besucher bei diesem Besuch {anzahl} Mal gesucht hat=Visit(searches >= {anzahl})
[when]Wenn der Besucher {tage} Tage nicht da war=Visitor(daysSinceLastVisit >= {tage})
[when]Wenn vom Kunden in einem Jahr Umsätze von {betrag} zu erwarten sind=Value(forecast >= {betrag})
[when]Wenn der Kunde in den nächsten {tage} Tagen mit Wahrscheinlichkeit {wahrscheinlichkeit} bestellt=Value(chance({tage}) >= {wahrscheinlichkeit})
[when]Wenn der Kunde vermutlich abgewandert ist=Value(churn > 0.5)
[when]Wenn das Merkmal {merkmal} des Besuchers {wert} ist=Trait(name == "{merkmal}", value == "{wert}")
[when]Wenn das Merkmal {merkmal} des Besuchers mindestens {zahl} beträgt=Trait(name == "{merkmal}", number >= {zahl})
[when]Wenn der Besucher {zweck} zugestimmt hat=Consent(purpose == "{zweck}")
[when]Wenn der Besucher {zweck} nicht zugestimmt hat=not Consent(purpose == "{zweck}")
[when]Wenn es beim Auslöser um ein Produkt geht=Triggered(product != null)
[when]Wenn der Besucher zu {segment} gehört=Member(segment == "{segment}")
[when]Wenn der Besucher nicht zu {segment} gehört=not Member(segment == "{segment}")
[when]Wenn der Besucher in der Kampagne {kampagne} ist=InCampaign(campaign == "{kampagne}")
[when]Wenn der Besucher nicht in der Kampagne {kampagne} ist=not InCampaign(campaign == "{kampagne}")
[when]Wenn der Besucher in der Kampagne {kampagne} seit mindestens {tage} Tagen bei {schritt} ist=InCampaign(campaign == "{kampagne}", step == "{schritt}", daysAgo >= {tage})
[when]Wenn der Besucher auf einer Seite der Art {art} ist=Page(type == "{art}")
[when]Wenn der Besucher auf einer Seite über {kategorie} ist=Browsing(category == "{kategorie}")
[when]Wenn der Besucher in {stadt} ist=Place(city == "{stadt}")
[when]Wenn der Besucher meist zwischen {von} und {bis} Uhr kommt=Habit(hour >= {von}, hour < {bis}, hourShare >= 0.5)
[when]Wenn der Besucher meist ein Gerät der Art {art} benutzt=Habit(device == "{art}", deviceShare >= 0.6)
[when]Wenn der Besucher in den letzten {tage} Tagen ein Produkt mit höchstens {zahl} Sternen bewertet hat=Did(event == "Product Rated", number("rating") <= {zahl}, daysAgo <= {tage})
[when]Wenn gerade auffallend viele das Produkt {produkt} ansehen=Trending(kind == "product", value == "{produkt}", lift >= 2)
[when]Wenn gerade auffallend viele nach {begriff} suchen=Trending(kind == "search", value == "{begriff}", lift >= 2)
[when]Wenn der Besucher höchstens {zahl} km von {ort} entfernt ist=Nearby(place == "{ort}", kilometres <= {zahl})
[when]Wenn der Besucher {sprache} liest=Locale(language == "{sprache}")
[when]Wenn der Besucher ein Gerät der Art {art} benutzt=Device(type == "{art}")
[when]Wenn das Wetter {wetter} ist=Weather(condition == "{wetter}")
[when]Wenn der Besucher über {quelle} kommt=Arrival(source == "{quelle}")
[when]Wenn es höchstens {tage} Tage bis {anlass} sind=Occasion(name == "{anlass}", days <= {tage})
[when]Wenn es zwischen {von} und {bis} Uhr ist=Moment(hour >= {von}, hour < {bis})
[when]- mindestens {anzahl} Mal=times >= {anzahl}
[when]- von der Marke {marke}=brand == "{marke}"
[when]- in Größe {groesse}=size == "{groesse}"
[when]- für mehr als {betrag}=price > {betrag}
[when]- und es wächst=trend > 0
[when]- bei mindestens {anzahl} Besuchen in {tage} Tagen=visitor.visits({tage}) >= {anzahl}
[then]Dann gehört er zu {segment}=insert(new Member("{segment}"));
[then]Dann zeige {kampagne}=insert(new Offer("{kampagne}"));
[then]Dann zeige {inhalt} aus {kampagne}=insert(new Offer("{kampagne}", "{inhalt}"));
[word]Hosen=apparel.trousers
[word]Schuhe=apparel.shoes
[word]Bohrmaschinen=construction.tools.drill
[word]Golfausrüstung=sport.golf
