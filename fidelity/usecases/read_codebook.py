"""The codebook as raters see it."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Codebook


def read_codebook(db: Session) -> Codebook | None:
    """The newest version with its entries; None before one was loaded. Open to whoever is signed in."""
    newest = select(Codebook).order_by(Codebook.created_at.desc(), Codebook.version.desc()).limit(1)
    return db.scalars(newest.options(selectinload(Codebook.entries))).first()
