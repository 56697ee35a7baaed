# /// example
# title = "Pillow for cutting and pasting, horizontal bars, helper functions, Chinese comments, a tuple of names"
# kind = "correct"
# extra = true
# ///

# %% solution="save-and-load"
import tempfile

# 保存到临时文件夹
with tempfile.TemporaryDirectory() as 文件夹:
    位置 = f"{文件夹}/网络.keras"
    fresh.save(位置)
    again = keras.models.load_model(位置)

# %% solution="prepare"
from PIL import Image, ImageOps


def 墨水(照片):
    纸 = float(np.median(照片))
    return Image.fromarray(np.clip(纸 - 照片.astype(float), 0, 255).astype("uint8"))


def prepare(path):
    # 先反色，再裁剪，缩小，居中
    图 = ImageOps.autocontrast(墨水(read_photo(path)))
    框 = 图.point(lambda 值: 255 if 值 > 102 else 0).getbbox()
    数字 = ImageOps.contain(图.crop(框), (20, 20), Image.Resampling.BOX)
    像素 = np.asarray(数字, dtype=np.float32)
    像素 = np.where(像素 < 26, 0, 像素)
    总 = 像素.sum()
    行 = (像素.sum(axis=1) * np.arange(像素.shape[0])).sum() / 总
    列 = (像素.sum(axis=0) * np.arange(像素.shape[1])).sum() / 总
    纸 = Image.new("L", (28, 28), 0)
    纸.paste(Image.fromarray(像素.astype("uint8")), (round(13.6 - 列), round(13.6 - 行)))
    return np.asarray(纸, dtype="float32").reshape(1, 28, 28, 1) / 255

# %% solution="probabilities"
准备好 = np.vstack([prepare(p) for p in PHOTOGRAPHS])
p_large = large.predict(准备好, batch_size=1, verbose=0).astype("float64")
p_small = small.predict(准备好, batch_size=13, verbose=0).astype("float64")
disagreements = tuple(
    p for p, a, b in zip(PHOTOGRAPHS, p_large, p_small) if np.argmax(a) != np.argmax(b)
)

# %% solution="bars"
号 = PHOTOGRAPHS.index(disagreements[-1])
fig, 轴 = plt.subplots()
y = np.arange(10)
轴.barh(y + 0.2, p_large[号], height=0.4, label="大")
轴.barh(y - 0.2, p_small[号], height=0.4, label="小")
轴.set_yticks(y)
轴.set(xlabel="概率", ylabel="数字", title=disagreements[-1])
轴.legend()
