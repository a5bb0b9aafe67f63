import { render } from "@testing-library/react";
import { expect, it } from "vitest";
import { Words } from "./Words.tsx";

it("shows as code what stands between back-quotes", () => {
  const { container } = render(<Words text="Run `make web`, then `make look`." />);
  expect(container.innerHTML).toBe("Run <code>make web</code>, then <code>make look</code>.");
});
