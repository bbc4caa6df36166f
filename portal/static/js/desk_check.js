// The desk check: a code in front of the camera is as if it had been typed. Without a camera or a reader of codes in the browser there is no button.
const PAUSE = 200;
const READABLE = "qr_code";

const canRead = async () => {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) {
    return false;
  }
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  return formats.includes(READABLE);
};

const offer = (form) => {
  const [scan, stop, camera, video, refused] = ["scan", "stop", "camera", "video", "refused"].map((name) => form.querySelector(`[data-desk-${name}]`));
  const { text } = form.elements;
  let stream = null;

  const close = () => {
    for (const track of stream?.getTracks() ?? []) {
      track.stop();
    }
    stream = null;
    camera.hidden = true;
    scan.hidden = false;
  };
  const look = async (detector) => {
    const [found] = await detector.detect(video).catch(() => []);
    if (!stream) {
      return;
    }
    if (found) {
      close();
      text.value = found.rawValue;
      form.requestSubmit();
    } else {
      setTimeout(look, PAUSE, detector);
    }
  };
  const open = async () => {
    refused.hidden = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
      video.srcObject = stream;
      camera.hidden = false;
      scan.hidden = true;
      stop.focus();
      video.play().catch(() => {}); // where it cannot begin yet, there is nothing to be read
      await look(new BarcodeDetector({ formats: [READABLE] }));
    } catch {
      close();
      refused.hidden = false;
      text.focus();
    }
  };
  scan.hidden = false;
  scan.addEventListener("click", open);
  stop.addEventListener("click", () => {
    close();
    text.focus();
  });
  addEventListener("pagehide", close);
};

const begin = async () => {
  const forms = document.querySelectorAll("[data-desk]");
  if (forms.length && (await canRead())) {
    forms.forEach(offer);
  }
};
begin();
