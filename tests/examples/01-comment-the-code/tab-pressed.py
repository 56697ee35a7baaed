# /// example
# title = "The whole program moved to the right, French comments, the summary read as text"
# kind = "correct"
# extra = true
# ///

# %% solution="first-program"
    # --- Préparation ---
    # Le dessinateur : il nous montrera un chiffre à la toute fin.
    import matplotlib.pyplot as plt
    # « Keras » fournit les briques, l'apprentissage et même les images.
    from tensorflow import keras

    # On télécharge les 70 000 chiffres manuscrits, déjà séparés en deux paquets.
    (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
    # Des valeurs entre 0 et 1 : l'apprentissage est plus stable.
    x_train = x_train / 255.0
    # Idem pour l'examen, sinon on comparerait des choses différentes.
    x_test = x_test / 255.0

    # --- Le réseau ---
    # L'image est déroulée, 512 neurones l'observent, 10 autres votent.
    model = keras.Sequential([
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10, activation="softmax"),
    ])
    # Comment corriger les poids, comment mesurer l'erreur, quoi afficher.
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    # C'est ici que l'on apprend : cinq passages complets.
    model.fit(x_train, y_train, epochs=5)
    # Et maintenant l'examen, avec des chiffres jamais vus !
    model.evaluate(x_test, y_test)

    # Le premier exemple, en niveaux de gris (c'est un 5).
    plt.imshow(x_train[0], cmap="gray")
    # Affichage.
    plt.show()

# %% solution="images"
from typing import NamedTuple


class Forme(NamedTuple):
    images: int
    lignes: int
    colonnes: int


shape_before, shape_after = (Forme._make(tableau.shape) for tableau in (raw_images, x_train))
dtype_before, dtype_after = (tableau.dtype.type.__name__ for tableau in (raw_images, x_train))

# %% solution="scaling"
class Plage(NamedTuple):
    petit: float
    grand: float


range_after = Plage(petit=x_train.min(), grand=x_train.max())
gris = np.linspace(0, 1, 256)
pixel_102_after, distinct_values = gris[102], gris.size

# %% solution="training"
training_images = shape_after.images
batches_per_epoch = model.history.params["steps"]

# %% solution="parameters"
import re

lignes = []
model.summary(print_fn=lambda texte, **_: lignes.append(texte))
trouve = re.search(r"Trainable params:\s*([\d,]+)", "\n".join(lignes))
total_parameters = int(trouve.group(1).replace(",", ""))

# %% solution="accuracy"
mesures = model.get_metrics_result()
print({nom: f"{float(valeur):.4f}" for nom, valeur in mesures.items()})
test_accuracy = float(mesures["accuracy"])
