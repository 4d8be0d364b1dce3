"""What a resident takes home: one sheet of paper in large type, and the dates for a calendar. Knows nothing of the web.

    heruitleg.make_uitleg(...)             the explanation on the day of handing over, in any language there is a file of
    blad.make_blad(brief, taal, vandaag)   the words of the sheet, from the object of the contract and fixed sentences
    verbetering.mark(...)                  what a volunteer put right, said at the fact itself
    tweetalig.join(...)                    each sentence in the resident's language beside the Dutch one
    agenda.make_agenda(...), qr_tekst(...) the dates as iCalendar, whole for a file and short for a QR code
    opmaak.make_html(blad, maat)           the sheet as HTML
    pdf.make_pdf(blad)                     the sheet as PDF/UA-1, on one side of paper or on both, never smaller than 16 points
"""
