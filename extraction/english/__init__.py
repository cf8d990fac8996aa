"""Reading of English articles (InSight Crime, AP, AFP, Reuters): people, events, cues; all else is shared with Spanish."""
