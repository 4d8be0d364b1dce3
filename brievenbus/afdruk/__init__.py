"""What a resident takes home: one sheet of paper in large type, and the dates for a calendar. Knows nothing of the web.

    blad.make_blad(brief, taal, vandaag)   the words of the sheet, from the object of the contract and fixed sentences
    agenda.make_agenda(...), qr_tekst(...) the dates as iCalendar, whole for a file and short for a QR code
    opmaak.make_html(blad, maat)           the sheet as HTML
    pdf.make_pdf(blad)                     the sheet as PDF/UA-1, on one page wherever that is possible
"""
