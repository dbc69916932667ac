// In the editor's preview: shows the PDF where the browser has a viewer. Elsewhere it would be saved as a file at
// each key that is pressed, so there the link alone stands.
const place = document.querySelector("[data-pdf]");
if (place && navigator.pdfViewerEnabled) {
  const frame = document.createElement("iframe");
  frame.title = "The PDF";
  frame.src = place.dataset.pdf;
  place.append(frame);
}
