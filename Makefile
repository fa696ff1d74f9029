# Strata. `make help` lists what can be made. Everything that is built lies below build/.
#
# Variables: V=1 shows full commands. CC=clang, SAN=address,undefined, SAN=thread and WITH_Z3=0 have a
# tree of their own below build/, so that switching rebuilds nothing. ONLY=word narrows unit and golden.

VERSION  := 0.1.0
RELEASED := 2026-11-22
PREFIX  ?= /usr/local
SAN     ?=
ONLY    ?=
WITH_Z3 ?= 1
ifeq ($(origin CC),default)
CC := gcc
endif

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all
.PHONY: FORCE

# ---- Where things go ------------------------------------------------------------------------

# build/, or build/clang/, build/san-thread/, build/no-solver/, build/clang-san-address,undefined/ ...
dash      := $(if $(filter-out gcc,$(CC)),-$(notdir $(CC)))$(if $(SAN),-san-$(SAN))$(if $(filter 0,$(WITH_Z3)),-no-solver)
CONFIG    := $(patsubst -%,%,$(dash))
BUILD     := build$(if $(CONFIG),/$(CONFIG))
GEN       := build/gen
OBJ       := $(BUILD)/obj
LIB       := $(BUILD)/lib
STRATA    := $(BUILD)/strata

# ---- Packages -------------------------------------------------------------------------------

# Make remakes what it includes before anything else and then reads this file afresh. So the
# packages are there, and pkg-config's answers with them, before the first rule below is used.
PACKAGES     := jansson libutf8proc
TERMINAL     := readline
INSTALLING   := deps demo test unit golden
WITHOUT_DEPS := help clean layers lint format dist
BUILDING     := $(filter-out $(WITHOUT_DEPS),$(or $(MAKECMDGOALS),all))
ifdef BUILDING
include build/packages.mk
endif

build/packages.mk: FORCE
	@.ci/deps $(if $(filter $(INSTALLING),$(MAKECMDGOALS)),install,check)
	@mkdir -p build
	@{ echo "PACKAGE_CFLAGS := $$(pkg-config --cflags $(PACKAGES))"; \
	   echo "PACKAGE_LIBS := $$(pkg-config --libs $(PACKAGES))"; \
	   echo "TERMINAL_LIBS := $$(pkg-config --libs --static $(TERMINAL))"; \
	   echo "STATIC := $$(.ci/static $(CC) $$(pkg-config --libs --static $(PACKAGES) $(TERMINAL)))"; \
	   echo "CHECK_CFLAGS := $$(pkg-config --cflags check)"; \
	   echo "CHECK_LIBS := $$(pkg-config --libs check)"; } > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

# ---- Flags ----------------------------------------------------------------------------------

OPT      := $(if $(SAN),-O1,-O2)
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
INCLUDES := -Ilang -Iruntime -I$(GEN)
DEFINES  := -D_GNU_SOURCE -DSTRATA_VERSION='"$(VERSION)"' -DSTRATA_RELEASED='"$(RELEASED)"' \
            -DWITH_Z3=$(WITH_Z3)
# Fused multiply-add would make results depend on the machine.
NUMBERS  := -ffp-contract=off -fno-math-errno
ifdef SAN
GUARDS   := -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer
LDGUARDS := $(GUARDS)
else
GUARDS   := -fPIE -fstack-protector-strong -fstack-clash-protection -U_FORTIFY_SOURCE \
            -D_FORTIFY_SOURCE=2
LDGUARDS := -pie -Wl,-z,relro,-z,now
endif
COMPILE   = $(CC) -std=gnu17 $(OPT) -g $(WARNINGS) $(NUMBERS) $(GUARDS) $(INCLUDES) \
            $(DEFINES) $(PACKAGE_CFLAGS) -pthread $(CFLAGS) -MMD -MP
LINK      = $(CC) $(GUARDS) $(LDGUARDS) -Wl,--as-needed -pthread $(LDFLAGS)
LINK_LIBS = $(PACKAGE_LIBS) $(TERMINAL_LIBS) -lm
# The program itself has its libraries within it where that can be, so that no package need be
# installed where it is copied to, and the dynamic linker has little to do.
$(STRATA): LINK_LIBS := $(if $(SAN),$(PACKAGE_LIBS) $(TERMINAL_LIBS),$(or $(STATIC),$(PACKAGE_LIBS) $(TERMINAL_LIBS))) -lm

# Objects are rebuilt when the flags change, libraries when a source comes or goes.
remember = $(shell mkdir -p $(dir $1); echo '$(subst ','\'',$2)' | cmp -s - $1 || \
                   echo '$(subst ','\'',$2)' > $1)
ifdef BUILDING
$(call remember,$(BUILD)/flags,$(COMPILE))
endif

Q   := $(if $(V),,@)
# Silent under make -s, too.
quiet := $(findstring s,$(filter-out --%,$(firstword -$(MAKEFLAGS))))
say  = $(if $(V)$(quiet),@:,@printf '  %-5s %s\n' $1 $2)

# ---- Sources --------------------------------------------------------------------------------

# runtime/base, lang/syntax ... as far as they exist, and the library that each becomes.
FOLDERS  := $(patsubst %/,%,$(filter-out runtime/ lang/,$(sort $(wildcard runtime/*/ lang/*/))))
MAIN     := runtime/shell/main.c
GRAMMAR  := $(wildcard lang/syntax/parse.y)
SCANNER  := $(wildcard lang/syntax/scan.l)
STANDARD := $(sort $(wildcard stdlib/*.strata))
GEN_C    := $(if $(GRAMMAR),$(GEN)/syntax/parse.c) $(if $(SCANNER),$(GEN)/syntax/scan.c) \
            $(if $(STANDARD),$(GEN)/syntax/standard.c)
GEN_H    := $(if $(GRAMMAR),$(GEN)/syntax/parse.h)

sources_of = $(filter-out $(MAIN),$(wildcard $1/*.c)) $(if $(filter lang/syntax,$1),$(GEN_C))
objects_of = $(patsubst %.c,$(OBJ)/%.o,$(patsubst build/%,%,$1))
library_of = $(LIB)/$(subst /,-,$1).a

# What a folder may use by tests/layers, itself included, highest level first: the link order.
sees = $(filter $(FOLDERS),$(shell awk -v me=$1 -f tests/layers.awk tests/layers | sort -rn | \
                                   cut -d' ' -f2))
LIBRARIES    := $(foreach folder,$(FOLDERS),$(call library_of,$(folder)))
libraries_for = $(foreach folder,$(call sees,$1),$(call library_of,$(folder)))

define folder_rules
$(call remember,$(call library_of,$1).list,$(call sources_of,$1))
$(call library_of,$1): $(call objects_of,$(call sources_of,$1)) $(call library_of,$1).list
endef
ifdef BUILDING
$(foreach folder,$(FOLDERS),$(eval $(call folder_rules,$(folder))))
endif

$(LIB)/%.a:
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)

$(OBJ)/%.o: %.c $(BUILD)/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -c -o $@ $<

$(OBJ)/gen/%.o: $(GEN)/%.c $(BUILD)/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -c -o $@ $<

# What is done for every row is written to be vectorised.
$(OBJ)/runtime/vm/%.o $(OBJ)/runtime/read/%.o $(OBJ)/runtime/engine/%.o: OPT := $(if $(SAN),-O1,-O3)

$(GEN)/syntax/parse.c $(GEN)/syntax/parse.h &: lang/syntax/parse.y
	$(call say,BISON,$<)
	@mkdir -p $(@D)
	$(Q)bison -Wall -Werror -Wcounterexamples --header=$(GEN)/syntax/parse.h \
	  -o $(GEN)/syntax/parse.c $<

$(GEN)/syntax/scan.c: lang/syntax/scan.l
	$(call say,FLEX,$<)
	@mkdir -p $(@D)
	$(Q)flex --outfile=$@ $<

ifdef BUILDING
$(call remember,build/standard.list,$(STANDARD))
endif
$(GEN)/syntax/standard.c: $(STANDARD) stdlib/embed build/standard.list
	$(call say,EMBED,$@)
	@mkdir -p $(@D)
	$(Q)stdlib/embed $(STANDARD) > $@

$(call objects_of,$(foreach folder,$(filter lang/%,$(FOLDERS)),$(call sources_of,$(folder)))): \
  | $(GEN_H)

# ---- The program ----------------------------------------------------------------------------

.PHONY: all demo
all: $(LIBRARIES) $(if $(wildcard $(MAIN)),$(STRATA)) ## Build build/strata (the default)

# The table of commands, in the shell, has those of the levels above it as well.
$(STRATA): $(call objects_of,$(MAIN)) $(call libraries_for,runtime/repl)
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ -Wl,--start-group $^ -Wl,--end-group $(LINK_LIBS)

demo: $(STRATA) ## Install what is missing, build, and run the Acme example
	$(STRATA) run examples/acme/acme.strata --as-of 2026-06-30 --fail-on never

# ---- Tests ----------------------------------------------------------------------------------

# tests/unit/<folder>/test_*.c: each one program, linked with what its folder may see, with the
# other .c files beside it and with what it uses of tests/support.
UNIT_TESTS   := $(foreach test,$(wildcard tests/unit/*/test_*.c), \
                  $(if $(ONLY),$(if $(findstring $(ONLY),$(test)),$(test)),$(test)))
UNIT_FOLDERS := $(sort $(patsubst tests/unit/%/,%,$(dir $(UNIT_TESTS))))
UNIT         := $(patsubst %.c,$(BUILD)/%,$(UNIT_TESTS))
SUPPORT      := $(LIB)/support.a
FUZZ_ENTRIES := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
REPLAYS      := $(FUZZ_ENTRIES:%=$(BUILD)/tests/fuzz/replay_%)
FUZZERS      := $(FUZZ_ENTRIES:%=$(BUILD)/tests/fuzz/fuzz_%)
DUMPS        := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/diff/*.c))

$(OBJ)/tests/%.o: INCLUDES += -Itests
$(OBJ)/tests/%.o: DEFINES += $(CHECK_CFLAGS)
$(SUPPORT): $(call objects_of,$(wildcard tests/support/*.c))

define unit_rules
$(filter $(BUILD)/tests/unit/$1/%,$(UNIT)): $(BUILD)/%: $(OBJ)/%.o \
    $(call objects_of,$(filter-out tests/unit/$1/test_%,$(wildcard tests/unit/$1/*.c))) \
    $(SUPPORT) $(call libraries_for,$(filter %/$1,$(FOLDERS)))
endef
ifdef BUILDING
$(foreach folder,$(UNIT_FOLDERS),$(eval $(call unit_rules,$(folder))))
endif

$(UNIT):
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $^ $(CHECK_LIBS) $(LINK_LIBS)

# A fuzz entry is linked twice: with libFuzzer, and with a driver that replays its corpus.
$(REPLAYS): $(BUILD)/tests/fuzz/replay_%: $(OBJ)/tests/fuzz/fuzz_%.o $(OBJ)/tests/fuzz/replay.o
$(FUZZERS): $(BUILD)/tests/fuzz/fuzz_%: $(OBJ)/tests/fuzz/fuzz_%.o
# What differential tests compare: small programs that print what a part of ours makes of a file.
$(DUMPS): $(BUILD)/%: $(OBJ)/%.o
$(REPLAYS) $(FUZZERS) $(DUMPS): $(SUPPORT) $(call libraries_for,runtime/shell)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LINK_LIBS)

export PYTHONDONTWRITEBYTECODE := 1
TESTS := STRATA_BUILD=$(BUILD) STRATA_ONLY=$(ONLY) UPDATE=$(UPDATE)

.PHONY: test unit golden docs layers fuzz fuzzers bench bench-kernels bench-groups
test: $(STRATA) $(UNIT) $(REPLAYS) $(DUMPS) ## Run all tests (SAN=address,undefined or SAN=thread: under a sanitizer)
	@$(TESTS) tests/run

unit: $(UNIT) ## Run the unit tests (ONLY=arena narrows)
	@$(TESTS) tests/run-unit

golden: $(STRATA) ## Run the golden tests (ONLY=word narrows, UPDATE=1 rewrites the expectations)
	@$(TESTS) tests/run-golden

docs: $(STRATA) ## Rewrite the pages made from tables, and what commands print in the others
	@STRATA_BUILD=$(BUILD) UPDATE=1 tests/run-docs

layers: ## Refuse an include that breaks the layers
	@tests/check-layers

FUZZ_SECONDS ?= 60
fuzz: ## Fuzz every entry in tests/fuzz, FUZZ_SECONDS=60 each (needs clang)
	@$(MAKE) --no-print-directory CC=clang SAN=fuzzer,address,undefined fuzzers

fuzzers: $(FUZZERS)
	@tests/fuzz/run $(BUILD) $(FUZZ_SECONDS)

BENCH ?=
ASKER := $(BUILD)/tests/bench/bench_questions
bench: $(STRATA) $(ASKER) ## Measure the speed of the program, beside DuckDB (BENCH="--sizes 100000")
	@STRATA_BUILD=$(BUILD) tests/bench/run $(BENCH)

BENCHES := $(BUILD)/tests/bench/bench_kernels $(BUILD)/tests/bench/bench_groups
bench-kernels: $(BUILD)/tests/bench/bench_kernels ## Measure the hot instructions, a row of each
	@$<

bench-groups: $(BUILD)/tests/bench/bench_groups ## Measure aggregates: ten million rows to a million parents
	@$<

$(BENCHES): $(BUILD)/%: $(OBJ)/%.o $(SUPPORT) $(call libraries_for,runtime/vm)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $^ $(LINK_LIBS)

$(ASKER): $(BUILD)/%: $(OBJ)/%.o $(SUPPORT) $(call libraries_for,runtime/repl)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ -Wl,--start-group $^ -Wl,--end-group $(LINK_LIBS)

# ---- Care -----------------------------------------------------------------------------------

.PHONY: format lint deps install uninstall dist deb clean help
format: ## Format the C files (CHECK=1: only say what would change)
	@find lang runtime tests -name '*.[ch]' 2>/dev/null | sort | \
	  xargs -r clang-format $(if $(CHECK),--dry-run -Werror,-i)

lint: ## Check length of files, tabs, blanks, head comments, words left open (TIDY=1: clang-tidy too)
	@tests/check-style
	$(if $(TIDY),$(Q)clang-tidy --quiet $(wildcard runtime/*/*.c lang/*/*.c) -- -std=gnu17 $(INCLUDES) $(DEFINES))

deps: ## Install the packages that building and testing need (Debian)
	@:

API_HEADERS := $(wildcard lang/strata_compile.h runtime/strata_run.h)
# What is installed as the program, and where the library goes.
PROGRAM ?= $(STRATA)
LIBDIR  ?= $(PREFIX)/lib
SHARE   := $(DESTDIR)$(PREFIX)/share
install: $(PROGRAM) $(LIB)/libstrata.a ## Install below PREFIX=/usr/local (DESTDIR=)
	install -Dm755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/strata
	@umask 022; $(PROGRAM) docs files | while read -r path page; do \
	  mkdir -p "$(SHARE)/$${path%/*}" && $(PROGRAM) docs $$page > "$(SHARE)/$$path" || exit 1; done
	install -Dm644 -t $(SHARE)/doc/strata LICENSE README.md
	@find docs examples -type f | while read -r file; do \
	  install -Dm644 "$$file" "$(SHARE)/doc/strata/$$file" || exit 1; done
	install -Dm644 -t $(DESTDIR)$(PREFIX)/include/strata $(API_HEADERS)
	install -Dm644 $(LIB)/libstrata.a $(DESTDIR)$(LIBDIR)/libstrata.a
	@umask 022; mkdir -p $(DESTDIR)$(LIBDIR)/pkgconfig; \
	printf '%s\n' 'prefix=$(PREFIX)' 'Name: strata' 'Description: rules for account management' \
	  'Version: $(VERSION)' 'Requires.private: $(PACKAGES)' 'Cflags: -I$${prefix}/include/strata' \
	  'Libs: -L$(LIBDIR) -lstrata' 'Libs.private: -lm -pthread' \
	  > $(DESTDIR)$(LIBDIR)/pkgconfig/strata.pc

# What install puts there is known from installing once more, elsewhere.
uninstall: ## Remove what install has put below PREFIX (DESTDIR=)
	@rm -rf build/uninstall
	@$(MAKE) -s install DESTDIR=build/uninstall
	@cd build/uninstall && find . ! -type d | sed 's|^|$(abspath $(DESTDIR))/|' | xargs -d '\n' rm -f
	@cd build/uninstall && find . -depth -type d -path '*strata*' | \
	  sed 's|^|$(abspath $(DESTDIR))/|' | xargs -d '\n' rmdir --ignore-fail-on-non-empty 2>/dev/null || :
	@rm -rf build/uninstall

dist: ## Write build/strata-VERSION.tar.gz, from what git tracks
	@mkdir -p build
	@.packaging/dist strata-$(VERSION) $(RELEASED) > build/strata-$(VERSION).tar.gz
	@echo build/strata-$(VERSION).tar.gz

# As policy asks, a package's program takes its libraries from other packages.
SHARED := $(BUILD)/shared/strata
$(SHARED): $(call objects_of,$(MAIN)) $(call libraries_for,runtime/repl)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ -Wl,--start-group $^ -Wl,--end-group $(LINK_LIBS)

deb: $(SHARED) $(LIB)/libstrata.a ## Make Debian packages in build/deb
	@command -v dpkg-shlibdeps >/dev/null || { echo 'this needs the package dpkg-dev' >&2; exit 1; }
	@rm -rf build/deb
	@$(MAKE) -s install PROGRAM=$(SHARED) DESTDIR=build/deb/tree PREFIX=/usr \
	  LIBDIR=/usr/lib/$$(dpkg-architecture -qDEB_HOST_MULTIARCH)
	@.packaging/deb/build build/deb/tree $(VERSION) $(RELEASED) build/deb
	@rm -rf build/deb/tree

# Everything but the shell and what is above it, for programs of others.
$(LIB)/libstrata.a: $(foreach folder,$(filter-out runtime/shell runtime/repl,$(FOLDERS)),$(call objects_of,$(call sources_of,$(folder))))

clean: ## Remove build/
	rm -rf build

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

-include $(shell find $(OBJ) -name '*.d' 2>/dev/null)
