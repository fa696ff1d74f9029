n = 10000
with open("wide.csv", "w") as table:
    table.write("id," + ",".join(f"f{i}" for i in range(n)) + "\n")
    for row in range(5):
        table.write(f"k{row}," + ",".join(str(i + row) for i in range(n)) + "\n")
with open("wide.strata", "w") as rules:
    rules.write('entity account from "wide.csv" {\n  id: key text\n')
    rules.writelines(f"  f{i}: integer\n" for i in range(n))
    rules.write("}\n\nmeasure two = f1 + f9999\n")
    rules.write("measure many = " + " + ".join(f"f{i}" for i in range(900)) + "\n")
