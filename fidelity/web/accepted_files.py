"""Which files a browser offers. A telephone knows some by their type alone and others by their name alone.

This only helps to choose: what a file really is, the probe finds out.
"""

_NAMES = (
    "m4a mp3 wav webm weba ogg oga opus amr awb 3gp 3gpp 3g2 mp4 m4b mov wma flac aif aiff aac caf mka au"
)
_SOUND = "* mp4 x-m4a mpeg wav x-wav webm ogg opus amr amr-wb 3gpp aac flac x-flac aiff x-aiff x-caf x-ms-wma"
_FILM = "mp4 webm 3gpp 3gpp2 quicktime"

#: For the ``accept`` of a file field.
ACCEPT = ",".join(
    f"{before}{name}"
    for before, names in ((".", _NAMES), ("audio/", _SOUND), ("video/", _FILM))
    for name in names.split()
)
