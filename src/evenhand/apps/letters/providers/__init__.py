"""The ways out of the house: SMTP, GOV.UK Notify, and a gateway for text messages."""
