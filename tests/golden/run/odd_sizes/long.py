name, cell = "x" * 100000, "y" * 5000000
with open("names.csv", "w") as table:
    table.write(f"id,{name}\nA,1\n")
with open("names.strata", "w") as rules:
    rules.write(f'entity account from "names.csv" {{ id: key text  {name}: integer }}\n'
                f"measure {name}y = {name} + 1\n"
                f'rule r{name} {{ require {name}y > 5  say "{{{name}}}" }}\n')
with open("cells.csv", "w") as table:
    table.write(f'id,n\n{cell},{cell}\n"{cell}",{cell}\nB,7\n')
with open("cells.strata", "w") as rules:
    rules.write('entity account from "cells.csv" { id: key text  n: integer }\n'
                'measure more = n + 1\nrule r { require n > 1  say "{id}{id}{id}" }\n')
