# Prints level and folder of everything that the folder `me` may use, itself included.
/^#/ || NF < 2 { next }
{ level[$2] = $1; mark[$2] = $3; split($2, part, "/"); side[$2] = part[1] }
END {
  for (folder in level)
    if (folder == me || (level[folder] < level[me] &&
                         (side[folder] == side[me] || mark[folder] == "shared" || mark[me] == "both")))
      print level[folder], folder
}
