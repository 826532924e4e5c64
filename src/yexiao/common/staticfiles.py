"""Static files under hashed names, also inside the import lines of ES modules."""

from servestatic.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hash and compress every file; a file without a hash is an error, not a guess."""

    support_js_module_import_aggregation = True
    manifest_strict = True
