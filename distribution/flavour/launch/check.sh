#!/bin/sh
# Prints what keeps the installation in $1 from starting: a part that is missing or has another
# size, or a jar of another version. Nothing is read; the contents are examined by quire doctor.
# bin/quire runs this while nothing tells that the parts are the ones that quire setup examined.
cd "$1" || exit 1
[ -f manifest.txt ] || {
  echo 'manifest.txt is missing'
  exit
}
LC_ALL=C ls -lnL bin launch lib native sql runtime/bin runtime/lib runtime/lib/server 2>/dev/null |
  awk '
    FILENAME == "manifest.txt" {
      if ($3 ~ /^(bin|launch|lib|native|sql|runtime\/bin|runtime\/lib|runtime\/lib\/server)\/[^\/]*$/) {
        path[++listed] = $3
        size[$3] = $2
      }
      next
    }
    /:$/ { folder = substr($0, 1, length($0) - 1) }
    /^-/ {
      file = folder "/" $9
      found[file] = $5
      if (file ~ /^lib\/quire-/ && !(file in size)) stranger = 1
    }
    END {
      for (i = 1; i <= listed; i++) {
        if (!(path[i] in found) || found[path[i]] != size[path[i]]) {
          print path[i] " is missing or of another version"
          exit
        }
      }
      if (stranger) print "lib holds a jar of another version"
    }
  ' manifest.txt -
