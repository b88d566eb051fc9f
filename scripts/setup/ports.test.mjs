import net from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { requireFreePort } from "./ports.mjs";
import { SettingsError } from "./settings.mjs";

let server;
afterEach(() => new Promise((resolve) => (server ? server.close(resolve) : resolve())));

function listen(host) {
  return new Promise((resolve) => {
    server = net.createServer().listen(0, host, () => resolve(server.address().port));
  });
}

describe("requireFreePort", () => {
  it.each(["127.0.0.1", "0.0.0.0"])("names the option when something listens on %s", async (host) => {
    const port = await listen(host);
    const check = requireFreePort(port, "--port");
    await expect(check).rejects.toBeInstanceOf(SettingsError);
    await expect(check).rejects.toThrow(
      `Port ${port} is in use. Choose another: npm run up -- --port ${port === 65535 ? port - 1 : port + 1}`,
    );
  });

  it("lets a free port pass and leaves it free", async () => {
    const port = await listen("127.0.0.1");
    await new Promise((resolve) => server.close(resolve));
    server = undefined;
    await requireFreePort(port, "--port");
    await requireFreePort(port, "--port");
  });
});
