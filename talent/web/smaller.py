"""Files travel compressed where the browser takes them so: `npm run build` lays the compressed ones beside them."""

from pathlib import Path

from flask import Flask, Response, current_app, request, send_file


def init_app(app: Flask) -> None:
    """Send the compressed file in place of a file."""
    app.after_request(_smaller)


def _smaller(response: Response) -> Response:
    if request.endpoint != "static" or response.status_code != 200:
        return response
    path = Path(str(current_app.static_folder)) / str((request.view_args or {}).get("filename"))
    small = path.with_name(f"{path.name}.gz")
    if not small.is_file() or small.stat().st_mtime < path.stat().st_mtime:
        return response
    if request.accept_encodings["gzip"]:
        response.close()
        response = send_file(small, mimetype=response.mimetype)
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response
