from portal.models.logins import PortalLogin, PortalSession, PortalTry

__all__ = ["PortalLogin", "PortalSession", "PortalTry"]
