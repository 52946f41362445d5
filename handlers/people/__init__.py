"""The people the bot talks with: their accounts, devices and identities, and those who stop or stand in."""
