/** Colors of classes: Okabe-Ito first, then colors far from all before them, for color-blind eyes too. */

/**
 * The first eight are Okabe-Ito's, with a gray for the black that no dark page could show. Each further one is the
 * candidate farthest in OKLab from all before it, as seen by normal, protanopic and deuteranopic eyes, among
 * colors of middling luminance: they must be legible on white and on near-black.
 */
const COLORS = [
  "#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7", "#8c8c8c",
  "#a03048", "#d000f8", "#60e0c0", "#d00098", "#106800", "#00c870", "#0840f0", "#2090e0",
  "#f098a0", "#f880f8", "#108800", "#386068", "#f0b8f8", "#9808d0", "#f8c088", "#50e000",
  "#b05860", "#208070", "#d068e8", "#f86860", "#50a800", "#5068f8", "#08b8a8", "#a858c8",
  "#885890", "#f81080", "#d80000", "#00d8f8", "#3850b8", "#e8c000", "#2088a8", "#10a0b8",
  "#f000b8", "#a0a078", "#a000a0", "#886030", "#90c0c0", "#908048", "#d08800", "#c898d0",
  "#70d880", "#80b800", "#907090", "#7898f8", "#b82870", "#c0b070", "#007840", "#e8c0c0",
  "#f00048", "#405890", "#9018f8", "#f8a0d0", "#b80000", "#c86868", "#00b068", "#4060d8",
  "#a878c8", "#287088", "#f848c8", "#4878d0", "#309818", "#d05098", "#8850b8", "#685840",
  "#8078f8", "#f85890", "#18d0a0", "#c0b0f0", "#f080b0", "#c010d8", "#f88858", "#b888d0",
  "#f84060", "#b0d0e0", "#b898a0", "#50d040", "#009050", "#989060", "#804088", "#a81078",
  "#e8b090", "#807810", "#b858e8", "#b0a0f8", "#804860", "#b83840", "#28c8e0", "#6830e0",
  "#805000", "#00b0c8", "#009080", "#c8c068", "#686858", "#e030d8", "#a8b098", "#b0d858",
  "#00a898", "#e01068", "#c05838", "#90a848", "#e870f8", "#b810b8", "#808070", "#006848",
  "#b8d0a0", "#f810f8", "#988800", "#f08088", "#8038b0", "#687850", "#9848e0", "#20a0e0",
  "#9860a8", "#9090b0", "#d07880", "#6088c0", "#d07840", "#f868d8", "#f898f8", "#0858f8",
];

/** Beyond the list the colors repeat: no eye tells two hundred apart, the hover card names the class. */
export function classColor(number: number): string {
  return COLORS[number % COLORS.length] ?? "#8c8c8c";
}
