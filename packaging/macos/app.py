"""What macOS is told about the application."""

from __future__ import annotations

from typing import Any, Final

IDENTIFIER: Final = "io.github.gangsheet-studio.gangsheet-studio"
JOB_TYPE: Final = f"{IDENTIFIER}.job"

INFO_PLIST: Final[dict[str, Any]] = {
    "CFBundleDisplayName": "Gangsheet Studio",
    "LSApplicationCategoryType": "public.app-category.graphics-design",
    "LSMinimumSystemVersion": "13.0",
    "NSHighResolutionCapable": True,
    "NSHumanReadableCopyright": "MIT licence",
    "CFBundleDocumentTypes": [
        {
            "CFBundleTypeName": "Gangsheet Studio job",
            "CFBundleTypeRole": "Editor",
            "LSHandlerRank": "Owner",
            "LSItemContentTypes": [JOB_TYPE],
        },
        {
            "CFBundleTypeName": "Order file",
            "CFBundleTypeRole": "Viewer",
            "LSHandlerRank": "Alternate",
            "LSItemContentTypes": [
                "public.comma-separated-values-text",
                "public.tab-separated-values-text",
                "org.openxmlformats.spreadsheetml.sheet",
                "public.json",
            ],
        },
    ],
    "UTExportedTypeDeclarations": [
        {
            "UTTypeIdentifier": JOB_TYPE,
            "UTTypeDescription": "Gangsheet Studio job",
            "UTTypeConformsTo": ["public.json"],
            "UTTypeTagSpecification": {"public.filename-extension": ["gangsheet"]},
        }
    ],
}
