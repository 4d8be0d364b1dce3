from brievenbus.extract import Adres, Datum, Duur, Feiten, Geld, Maand, Nummer, Rekening, Telefoon, Webadres
__all__ = ["Adres", "Datum", "Duur", "Feiten", "Geld", "Maand", "Nummer", "Rekening", "Telefoon", "Webadres"]
