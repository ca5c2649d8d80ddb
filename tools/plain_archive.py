# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The ZIP of the plain format: files of JSON lines, attachments, a manifest.

Rows are written and read one by one, so that memory does not grow with the data.
Nothing is ever unpacked to the disk under a name that the archive gives.
"""

import hashlib
import json
import re
import shutil
import tempfile
import zipfile
from contextlib import contextmanager

from .plain_format import FORMAT, FORMAT_VERSION, MANIFEST

DATA_FILE = re.compile(r"data/[a-z][a-z_]*\.jsonl")
ATTACHMENT = re.compile(r"attachments/[0-9a-f]{64}")
CHUNK = 1 << 20
LONGEST_LINE = 64 << 20
LARGEST_MANIFEST = 1 << 20
# Text of this kind packs to a tenth or a thirtieth; a bomb to a thousandth.
LARGEST_RATIO = 250
LARGEST_UNPACKED = 64 << 30
SMALL = 10 << 20


class ArchiveError(Exception):
    """``args``: a code, the file, the line and the detail that a message needs."""

    def __init__(self, code, file=None, line=None, detail=None):
        super().__init__(code, file, line, detail)
        self.code, self.file, self.line, self.detail = code, file, line, detail


class ArchiveWriter:
    """Writes an archive to a binary stream."""

    def __init__(self, stream):
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self._files = []
        self._attachments = set()
        self.attachment_bytes = 0

    @contextmanager
    def rows(self, name):
        """Yields a function that adds one row (a dictionary) to a new file."""
        digest, sizes = hashlib.sha256(), [0, 0]
        with self._zip.open(name, "w", force_zip64=True) as file:

            def add(row):
                text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
                line = text.encode() + b"\n"
                digest.update(line)
                file.write(line)
                sizes[0] += 1
                sizes[1] += len(line)

            yield add
        self._files.append(
            {
                "name": name,
                "rows": sizes[0],
                "size": sizes[1],
                "sha256": digest.hexdigest(),
            }
        )

    def attach(self, stream):
        """Add a file under the name of its contents.

        :param stream: binary file, read twice
        :return: SHA-256 of the contents, size in bytes
        """
        digest, size = hashlib.sha256(), 0
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
        name = digest.hexdigest()
        if name not in self._attachments:
            self._attachments.add(name)
            self.attachment_bytes += size
            stream.seek(0)
            with self._zip.open(f"attachments/{name}", "w", force_zip64=True) as file:
                shutil.copyfileobj(stream, file, CHUNK)
        return name, size

    def close(self, about):
        """Write the manifest and end the archive.

        :param about: dictionary that the manifest holds beside the files
        :return: the manifest
        """
        manifest = {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            **about,
            "files": self._files,
            "attachments": {
                "files": len(self._attachments),
                "size": self.attachment_bytes,
            },
        }
        self._zip.writestr(
            MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
        )
        self._zip.close()
        return manifest


class ArchiveReader:
    """Reads an archive from a binary stream, and believes nothing of it."""

    def __init__(self, stream):
        try:
            self._zip = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise ArchiveError("no_zip") from error
        self._check_names()
        self.manifest = self._read_manifest()
        self.files = self._check_listed_files()

    def _check_names(self):
        names, total, packed = set(), 0, 0
        for info in self._zip.infolist():
            name = info.filename
            if not (
                name == MANIFEST
                or DATA_FILE.fullmatch(name)
                or ATTACHMENT.fullmatch(name)
            ):
                raise ArchiveError("foreign_file", name)
            if name in names:
                raise ArchiveError("twice", name)
            if info.flag_bits & 1:
                raise ArchiveError("encrypted", name)
            names.add(name)
            total += info.file_size
            packed += info.compress_size
        if total > LARGEST_UNPACKED or (
            total > SMALL and total > LARGEST_RATIO * max(packed, 1)
        ):
            raise ArchiveError("bomb")

    def _read_manifest(self):
        try:
            with self._zip.open(MANIFEST) as file:
                manifest = json.loads(file.read(LARGEST_MANIFEST))
        except KeyError as error:
            raise ArchiveError("no_manifest", MANIFEST) from error
        except (ValueError, zipfile.BadZipFile, RecursionError) as error:
            raise ArchiveError("bad_manifest", MANIFEST) from error
        if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
            raise ArchiveError("other_format", MANIFEST)
        if manifest.get("format_version") != FORMAT_VERSION:
            raise ArchiveError(
                "version", MANIFEST, detail=str(manifest.get("format_version"))
            )
        return manifest

    def _check_listed_files(self):
        listed = self.manifest.get("files")
        try:
            files = {
                file["name"]: (int(file["rows"]), int(file["size"]), file["sha256"])
                for file in listed
            }
        except (TypeError, KeyError, ValueError) as error:
            raise ArchiveError("bad_manifest", MANIFEST) from error
        present = {name for name in self._zip.namelist() if DATA_FILE.fullmatch(name)}
        for name in sorted(present ^ set(files)):
            raise ArchiveError("missing" if name in files else "unlisted", name)
        return files

    def check(self):
        """Compare every file with its checksum.

        :raises ArchiveError: the first that differs
        """
        for name, (_rows, size, sha256) in self.files.items():
            if self._digest(name, size) != sha256:
                raise ArchiveError("checksum", name)
        for info in self._zip.infolist():
            if ATTACHMENT.fullmatch(info.filename):
                digest = self._digest(info.filename, info.file_size)
                if digest != info.filename.split("/")[1]:
                    raise ArchiveError("checksum", info.filename)

    def _digest(self, name, size):
        digest, read = hashlib.sha256(), 0
        try:
            with self._zip.open(name) as file:
                while chunk := file.read(CHUNK):
                    read += len(chunk)
                    # More than it said: not the file that the manifest means.
                    if read > size:
                        return None
                    digest.update(chunk)
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
            raise ArchiveError("damaged", name) from error
        except Exception as error:
            # zlib's and lzma's own errors have no common class.
            if type(error).__module__ in ("zlib", "_lzma", "lzma"):
                raise ArchiveError("damaged", name) from error
            raise
        return digest.hexdigest()

    def rows(self, name):
        """Yields pairs of the line's number and the row.

        :raises ArchiveError: a line that is no JSON object
        """
        if name not in self.files:
            return
        with self._zip.open(name) as file:
            number = 0
            while line := file.readline(LONGEST_LINE):
                number += 1
                try:
                    row = json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise ArchiveError("bad_line", name, number) from error
                if not isinstance(row, dict):
                    raise ArchiveError("bad_line", name, number)
                yield number, row

    def has_attachment(self, sha256):
        return f"attachments/{sha256}" in self._zip.NameToInfo

    @contextmanager
    def attachment(self, sha256):
        """A temporary file with the contents of an attachment."""
        with tempfile.TemporaryFile() as copy:
            with self._zip.open(f"attachments/{sha256}") as file:
                shutil.copyfileobj(file, copy, CHUNK)
            copy.seek(0)
            yield copy
