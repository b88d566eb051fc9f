import net from "node:net";
import { anotherPort, SettingsError } from "./settings.mjs";

const HOST = "127.0.0.1";

/**
 * Makes sure that a port can be had, before anything that takes time is started.
 *
 * @param {number} port
 * @param {string} option the option that changes it, as "--port"
 * @throws {SettingsError} when it is taken or not allowed
 */
export async function requireFreePort(port, option) {
  const advice = `Choose another: npm run up -- ${option} ${anotherPort(port)}`;
  // A listener on all addresses can go unnoticed when binding to one of them; it answers, though.
  if (await answers(port)) throw new SettingsError(`Port ${port} is in use. ${advice}`);
  const problem = await bindingProblem(port);
  if (problem === "EADDRINUSE") throw new SettingsError(`Port ${port} is in use. ${advice}`);
  if (problem === "EACCES")
    throw new SettingsError(
      `Port ${port} needs administrator rights. Choose one above 1023: npm run up -- ${option} 8080`,
    );
  if (problem !== null) throw new SettingsError(`Port ${port} cannot be used (${problem}). ${advice}`);
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: HOST });
    const end = (result) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(1000, () => end(false));
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}

function bindingProblem(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", (error) => resolve(error.code ?? error.message));
    server.listen({ port, host: HOST, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
