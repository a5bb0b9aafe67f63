/** Values of activations as people read them. */

const FORMAT = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const SMALL = new Intl.NumberFormat("en", { notation: "scientific", maximumSignificantDigits: 2 });

/** "1.27", "−0.4", "3.1E-5" */
export function valueText(value: number): string {
  const size = Math.abs(value);
  return (size !== 0 && (size < 0.001 || size >= 1e6) ? SMALL : FORMAT).format(value).replace("-", "−");
}
