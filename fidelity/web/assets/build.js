// Makes fidelity/web/static from the sources here and the packages of the npm lock.
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compile } from "sass";

const here = fileURLToPath(new URL(".", import.meta.url));
const target = fileURLToPath(new URL("../static/", import.meta.url));
const modules = fileURLToPath(new URL("../../../node_modules/", import.meta.url));

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });

const { css } = compile(`${here}css/app.scss`, {
  loadPaths: [modules],
  style: "compressed",
  quietDeps: true,
});
writeFileSync(`${target}app.css`, css);

await build({
  entryPoints: [`${here}js/app.js`],
  outdir: target,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  sourcemap: false,
  chunkNames: "part-[hash]",
});

// Only the icons that are not a logo of the NHS.
cpSync(`${here}images`, `${target}images`, { recursive: true });

// For files on paper: a typeface with the letters of Welsh, and of most names.
for (const name of ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"]) {
  cpSync(`${modules}dejavu-fonts-ttf/ttf/${name}`, `${target}fonts/${name}`);
}
