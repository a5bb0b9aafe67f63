"""scikit-learn's 1,797 handwritten digits (UCI ML, Alpaydin and Kaynak 1998), which ship with the library."""

import numpy as np
from PIL import Image
from sklearn.datasets import load_digits

from epochscope_training.datasets.images import Decoder, ImageDataset, make_dataset, make_split

SIZE = 32


def load_digits_dataset(image_size: int | None) -> ImageDataset:
    """Return the digits, 8×8 gray pixels enlarged to 32×32 or to ``image_size``; a fifth is held out."""
    bunch = load_digits()
    decoder = Decoder(image_size or SIZE)
    # The images have 17 levels of gray, 0 to 16.
    pixels = np.round(bunch.images * (255 / 16)).astype(np.uint8)
    sources = [f"sklearn.datasets.load_digits[{index}]" for index in range(len(pixels))]
    images = [decoder.decode(Image.fromarray(image), source) for image, source in zip(pixels, sources, strict=True)]
    classes = [str(name) for name in bunch.target_names]
    return make_dataset("digits", classes, {"train": make_split(images, bunch.target, sources)})
