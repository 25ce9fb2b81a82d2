import { fork } from "node:child_process";
import { createServer, request } from "node:http";

// Streams a gigabyte through the proxy, down and up, and prints how far its memory went beyond what it had before, and how
// fast that was, beside the same without the proxy.
// node packages/protect/scripts/measure-memory.mjs [megabytes]

const megabyte = 1_048_576;
const chunk = Buffer.alloc(65_536, "x");

if (process.argv[2] === "proxy") await runProxy(process.argv[3]);
else await measure(Number(process.argv[2] ?? 1_024));

/** Alone in its process, so that the figure is its own. */
async function runProxy(upstream) {
  const { createProtection } = await import("../src/index.ts");
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${server.address().port}`;
  const publicUrl = `http://${host}/mcp`;
  const issuer = "http://127.0.0.1:1";
  const claims = { iss: issuer, sub: "alice", client_id: "app", aud: publicUrl, exp: 4_000_000_000 };
  const { listener } = await createProtection({
    upstream,
    publicUrl,
    hosts: [host],
    issuer,
    lookUp: () => Promise.resolve(claims),
    secret: Buffer.alloc(32, "secret"),
  });
  server.on("request", listener);
  let peak = 0;
  setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20).unref();
  process.on("message", () => {
    process.send(Math.max(peak, process.memoryUsage.rss()));
    peak = 0;
  });
  process.on("disconnect", () => process.exit());
  process.send(publicUrl);
}

async function measure(megabytes) {
  const upstream = createServer((incoming, response) => {
    if (incoming.method === "POST") return void incoming.resume().on("end", () => response.end());
    writeAll(response, megabytes * megabyte);
  });
  await new Promise((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  const child = fork(import.meta.filename, ["proxy", `http://127.0.0.1:${upstream.address().port}/mcp`]);
  const answer = () => new Promise((resolve) => child.once("message", resolve));
  const url = await answer();
  const peak = () => {
    const answered = answer();
    child.send("peak");
    return answered;
  };
  await exchange(url, "GET", 64);
  await peak();
  const before = await peak();
  for (const method of ["GET", "POST"]) {
    const pace = await paceOf(url, method, megabytes);
    const grown = Math.round(((await peak()) - before) / megabyte);
    const direct = await paceOf(`http://127.0.0.1:${upstream.address().port}/mcp`, method, megabytes);
    const memory = `peak RSS ${Math.round(before / megabyte)} + ${grown} MB`;
    console.log(`${method} ${megabytes} MB: ${pace} MB/s, ${memory}; without the proxy ${direct} MB/s`);
  }
  child.disconnect();
  upstream.close();
  upstream.closeAllConnections();
}

async function paceOf(url, method, megabytes) {
  const startedAt = performance.now();
  await exchange(url, method, megabytes);
  return Math.round((megabytes * 1_000) / (performance.now() - startedAt));
}

function exchange(url, method, megabytes) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: { authorization: "Bearer x" } }, (response) => {
      response.resume().on("end", resolve).on("error", reject);
    });
    sent.on("error", reject);
    if (method === "POST") writeAll(sent, megabytes * megabyte);
    else sent.end();
  });
}

function writeAll(stream, bytes) {
  let left = bytes;
  const write = () => {
    while (left > 0) {
      left -= chunk.length;
      if (!stream.write(chunk)) return void stream.once("drain", write);
    }
    stream.end();
  };
  write();
}
