// A picture's 256 most frequent colours, and for each pixel the nearest of them; rows as PNG wants them, without a filter.
async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes]));
  const { width, height } = picture;
  const pen = new OffscreenCanvas(width, height).getContext("2d");
  pen.drawImage(picture, 0, 0);
  const pixels = new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer);
  const counts = new Map();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const palette = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || a - b).slice(0, 256);
  const parts = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
  const known = palette.map(parts);
  const nearest = (colour) => {
    const [r, g, b] = parts(colour);
    let [best, least] = [0, Infinity];
    known.forEach(([x, y, z], index) => {
      const distance = (r - x) ** 2 + (g - y) ** 2 + (b - z) ** 2;
      if (distance < least) [best, least] = [index, distance];
    });
    return best;
  };
  const index = new Map();
  for (const colour of counts.keys()) index.set(colour, nearest(colour));
  const rows = new Uint8Array(height * (width + 1));
  let at = 0;
  for (let i = 0; i < pixels.length; i++) {
    if (i % width === 0) at++;
    rows[at++] = index.get(pixels[i]);
  }
  let text = "";
  for (let i = 0; i < rows.length; i += 32768) text += String.fromCharCode(...rows.subarray(i, i + 32768));
  return { width, height, palette: known.flat(), rows: btoa(text) };
}
