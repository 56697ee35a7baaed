# /// example
# title = "prepare draws and prints every step; a style sheet; the photograph beside the bars; Turkish names"
# kind = "correct"
# extra = true
# ///

# %% solution="save-and-load"
from datetime import datetime

dosya = f"fresh-{datetime.now():%Y%m%d}.keras"
fresh.save(dosya)
again = keras.models.load_model(dosya)

# %% solution="prepare"
plt.style.use("dark_background")


def prepare(path):
    """Her adımı çizer."""
    adımlar = {}
    adımlar["fotoğraf"] = fotoğraf = read_photo(path)
    adımlar["ters"] = mürekkep = np.median(fotoğraf) - np.minimum(fotoğraf, np.median(fotoğraf)).astype("float32")
    satırlar, sütunlar = np.where(mürekkep > 0.4 * mürekkep.max())
    kesik = mürekkep[min(satırlar) : max(satırlar) + 1, min(sütunlar) : max(sütunlar) + 1]
    adımlar["kesik"] = kesik
    boy, en = kesik.shape
    if boy > en:
        yeni = 20, max(1, round(en * 20 / boy))
    else:
        yeni = max(1, round(boy * 20 / en)), 20
    küçük = resize(kesik, *yeni)
    küçük = küçük / küçük.max() * (küçük > 0.1 * küçük.max())
    adımlar["küçük"] = küçük
    toplam = küçük.sum()
    y = sum(i * satır.sum() for i, satır in enumerate(küçük)) / toplam
    x = sum(j * sütun.sum() for j, sütun in enumerate(küçük.T)) / toplam
    üst, sol = round(13.5 - y), round(13.5 - x)
    son = np.zeros((48, 48), dtype="float32")
    son[10 + üst : 10 + üst + yeni[0], 10 + sol : 10 + sol + yeni[1]] = küçük
    adımlar["ortada"] = son = son[10:38, 10:38]
    print(path if isinstance(path, str) else "dizi", fotoğraf.shape, "->", kesik.shape, "->", yeni)
    plt.figure(figsize=(8, 1.6))
    for sıra, (ad, resim) in enumerate(adımlar.items(), start=1):
        plt.subplot(1, 5, sıra)
        plt.imshow(resim, cmap="gray")
        plt.title(ad, fontsize=7)
        plt.axis("off")
    plt.show()
    return son[np.newaxis, :, :, np.newaxis]

# %% solution="bars"
seçilen = disagreements[0]
no = PHOTOGRAPHS.index(seçilen)
fig, yer = plt.subplot_mosaic([["foto", "çubuk", "çubuk"], ["hazır", "çubuk", "çubuk"]], figsize=(10, 4))
yer["foto"].imshow(read_photo(seçilen), cmap="gray")
yer["hazır"].matshow(prepare(seçilen).squeeze(), cmap="gray")
yer["çubuk"].bar(np.arange(10), p_large[no], width=0.8, alpha=0.6, label="büyük ağ")
yer["çubuk"].bar(np.arange(10), p_small[no], width=0.3, alpha=0.9, label="küçük ağ")
yer["çubuk"].set(xlabel="rakam", ylabel="olasılık", xticks=np.arange(10))
yer["çubuk"].legend()
fig.suptitle(seçilen)
