/** What draws, as one module: it is a bundle of its own, in which errors of this program would be other classes. */
export { chartsSvg } from "./charts";
export { previewPage } from "./page/preview-page";
