"""Forms that other editors and platforms give a notebook."""

from __future__ import annotations

from pathlib import Path

from tests.damaged.form import (
    Content,
    cell_of,
    changed,
    code,
    put,
    source_of,
    text,
    without_marks,
    written,
)


def colab(content: Content, *, marks: bool = True) -> None:
    """As Colab saves: nbformat 4.0, ids in the metadata, its own keys beside them."""
    content["nbformat_minor"] = 0
    content["metadata"] = {
        "colab": {"provenance": [], "toc_visible": True},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
        "accelerator": "GPU",
    }
    for number, cell in enumerate(content["cells"]):
        ident = cell.pop("id")
        cell["metadata"] = {**(cell["metadata"] if marks else {}), "id": ident}
        if cell["cell_type"] == "code":
            cell["metadata"]["outputId"] = f"6c9b1d2e-{number:04}"
            cell["metadata"]["colab"] = {"base_uri": "https://localhost:8080/", "height": 35}


@changed("Colab, as it saves")
def colab_as_saved(content: Content) -> None:
    colab(content)


@changed("Colab, with other ids")
def colab_ids_renamed(content: Content) -> None:
    colab(content)
    for number, cell in enumerate(content["cells"]):
        cell["metadata"]["id"] = f"aB3_{number:08}"


@changed("Colab, ids kept in its metadata, nbgrader's marks lost")
def colab_marks_lost(content: Content) -> None:
    colab(content, marks=False)


@changed("Colab, with other ids and without nbgrader's marks")
def colab_ids_and_marks_lost(content: Content) -> None:
    colab(content, marks=False)
    for number, cell in enumerate(content["cells"]):
        cell["metadata"]["id"] = f"aB3_{number:08}"


@changed("Colab forms", codes=())
def colab_forms(content: Content) -> None:
    colab(content)
    cell = cell_of(content, "solution-number")
    cell["metadata"]["cellView"] = "form"
    cell["source"] = "#@title Choose { run: 'auto' }\nx = 3 #@param {type:'integer'}"


@changed("Colab's button of GitHub in a cell of its own")
def colab_badge(content: Content) -> None:
    colab(content)
    badge = text('<a href="https://colab.research.google.com/github/a/b">Open</a>')
    badge["metadata"] = {"id": "view-in-github", "colab_type": "text"}
    content["cells"].insert(0, badge)


@changed("%tensorflow_version above the work")
def colab_tensorflow_version(content: Content) -> None:
    cell = cell_of(content, "solution-number")
    cell["source"] = "%tensorflow_version 2.x\n" + source_of(cell)


@changed("!pip and %pip above the work")
def colab_pip(content: Content) -> None:
    for name, line in (
        ("number", "!pip install -q tensorflow==2.15"),
        ("double", "%pip install x"),
    ):
        cell = cell_of(content, f"solution-{name}")
        cell["source"] = f"{line}\n!apt-get -qq install graphviz\n" + source_of(cell)


@changed("Google Drive mounted above the work")
def colab_drive(content: Content) -> None:
    cell = cell_of(content, "solution-double")
    mount = "from google.colab import drive\ndrive.mount('/content/drive', force_remount=True)\n"
    cell["source"] = mount + "%cd /content/drive/MyDrive\n" + source_of(cell)


@changed("Modules of Colab imported above the work")
def colab_imports(content: Content) -> None:
    cell = cell_of(content, "solution-number")
    cell["source"] = (
        "import google.colab\nfrom google.colab import files, userdata\n"
        "from google.colab.patches import cv2_imshow\nuploaded = files.upload()\n"
        "for name in uploaded:\n    print(name)\n" + source_of(cell)
    )


@changed("The question whether this is Colab")
def colab_asked_for(content: Content) -> None:
    asks = "try:\n    import google.colab\n    IN_COLAB = True\nexcept ImportError:\n"
    content["cells"].insert(1, code(asks + "    IN_COLAB = False\nassert not IN_COLAB"))
    cell = cell_of(content, "solution-number")
    cell["source"] = "x = None if IN_COLAB else 3"


@written("Colab's name of a copy", codes=("renamed",))
def colab_copy(content: Content, folder: Path) -> None:
    colab(content)
    put(folder / "Copy of small.ipynb", content)


@changed("Colab's state of widgets")
def colab_widgets(content: Content) -> None:
    colab(content)
    content["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"a": {}}}


@changed("VS Code, as it saves")
def vscode(content: Content) -> None:
    content["metadata"] = {"language_info": {"name": "python", "version": "3.11.4"}}
    for number, cell in enumerate(content["cells"]):
        cell["metadata"]["vscode"] = {"languageId": "python"}
        cell["id"] = f"W{number}sZmlsZQ=="


@changed("VS Code before ids, nbgrader's marks lost")
def vscode_marks_lost(content: Content) -> None:
    without_marks(content)
    content["nbformat_minor"] = 2
    content["metadata"]["orig_nbformat"] = 4


@changed("VS Code, cells of code with another language id")
def vscode_ids_only(content: Content) -> None:
    for number, cell in enumerate(content["cells"]):
        cell["metadata"] = {"vscode": {"languageId": "python"}}
        cell["id"] = f"{number:08x}"


@changed("Kaggle, as it saves")
def kaggle(content: Content) -> None:
    without_marks(content)
    content["metadata"]["kaggle"] = {"accelerator": "none", "dataSources": []}
    for cell in content["cells"]:
        cell["metadata"] = {
            "_uuid": "8f2839f25d086af736a60e9eeb907d3b93b6e0e5",
            "_cell_guid": "b1076dfc-b9ad-4769-8c92-a6c4dae69d19",
            "execution": {"iopub.status.busy": "2027-01-01T10:00:00.000000Z"},
            "trusted": True,
        }


@changed("Kaggle's first cell")
def kaggle_first_cell(content: Content) -> None:
    walks = "import os\nfor folder, _, names in os.walk('/kaggle/input'):\n    print(folder, names)"
    content["cells"].insert(0, code(walks))


@changed("JupyterLab with tags, slides and collapsed cells")
def jupyterlab_metadata(content: Content) -> None:
    for cell in content["cells"]:
        cell["metadata"].update(tags=["a"], collapsed=True, slideshow={"slide_type": "slide"})
