"""Static files of front-end packages: of a large package only the files that pages use (docs/adr/0014)."""

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ChosenFilesFinder(FileSystemFinder):
    """Finds those files alone that CHOSEN_STATIC_FILES names: {prefix: (folder, [files])}."""

    def __init__(self, app_names=None):
        self.locations, self.storages, self.chosen = [], {}, {}
        for prefix, (folder, files) in settings.CHOSEN_STATIC_FILES.items():
            storage = FileSystemStorage(location=folder)
            storage.prefix = prefix
            self.locations.append((prefix, folder))
            self.storages[folder] = storage
            self.chosen[prefix] = files

    def check(self, **options):
        return []

    def list(self, ignore_patterns):
        for prefix, folder in self.locations:
            for file in self.chosen[prefix]:
                yield file, self.storages[folder]

    def find_location(self, root, path, prefix=None):
        if path.removeprefix(f"{prefix}/") not in self.chosen[prefix]:
            return None
        return super().find_location(root, path, prefix)


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """The modules that our own scripts import come under names that change with their content too."""

    support_js_module_import_aggregation = True
    # Of libraries not: some import what is only there for those who bundle.
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )
