#!/bin/sh
# Renew ../uswds.min.css. Needs Node.js 20 and npm; only the person who renews it does.
# Run it anywhere: it works in a temporary folder and writes only the folder above this one.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-save --prefix "$work" @uswds/uswds@3.14.0 sass@1.108.2 postcss@8.5.33
cp "$here/uswds.scss" "$here/tokens.mjs" "$work"
packages="$work/node_modules/@uswds/uswds/packages"
npx sass --quiet --no-source-map --style=expanded --load-path="$packages" uswds.scss compiled.css
node tokens.mjs compiled.css tokens.css
npx sass --quiet --no-source-map --style=compressed tokens.css "$here/../uswds.min.css"
rm -rf "$here/../img" && mkdir "$here/../img"
for image in $(grep -o '"img/[a-z0-9/_-]*\.svg'  "$here/../uswds.min.css" | tr -d '"' | sort -u); do
  cp "$work/node_modules/@uswds/uswds/dist/$image" "$here/../$image"
done
cp "$work/node_modules/@uswds/uswds/LICENSE.md" "$here/../LICENSE.md"
wc -c "$here/../uswds.min.css"; gzip -9c "$here/../uswds.min.css" | wc -c
