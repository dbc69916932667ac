// In the editor's preview: shows the PDF where the browser has a viewer. Elsewhere it would be saved as a file at
// each key that is pressed, so there the link alone stands. The editor shows this page once it has loaded, and is
// not kept waiting for the PDF.
const place = document.querySelector("[data-pdf]");
if (place && navigator.pdfViewerEnabled) {
  addEventListener("load", () => {
    const frame = document.createElement("iframe");
    frame.title = "The PDF";
    frame.src = place.dataset.pdf;
    place.append(frame);
  });
}
