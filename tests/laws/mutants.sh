#!/bin/sh
# Each law must catch a broken program: for each line of the table below a copy of one source file is changed by
# one sed command and built into the law's program, which then has to fail (exit status 1) or to crash.
# usage: mutants.sh SOURCE_ROOT     (CC and RE2C name the tools; needs sqlite3's header and library)
set -eu
root=$1
: "${CC:=cc}" "${RE2C:=re2c}"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
flags="-std=c11 -O1 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -I$root/src -I$root/tests/laws"

# law @ source @ sed command @ what the mutant does
mutants() {
    cat <<'TABLE'
lex@grammar/sql.re@s/start = cur;$/start = cur += *cur == '\\f';/@the lexer loses form feeds
lex@grammar/sql.re@s/"--" \[^\\n\\x00\]\* {/"--" [^\\n\\r\\x00]* {/@a carriage return ends a line comment
lex@src/lex/lex.c@s/{"end", 3, W_END}/{"end", 3, W_OTHER}/@triggers never end
lex@src/lex/lex.c@s/case C_PARAM: return.*//@a ';' in $a(...) ends a statement
parse@src/parse/select.c@s/ || kind == TK_EXCEPT//@no EXCEPT
parse@src/parse/table.c@s/} else if (!starts_table_constraint(p->kind)) {/} else {/@commas between table constraints are a must
parse@grammar/sql.re@s/"'" (\[^'\\x00\] | "''")\* "'"  /"'" [^'\\x00]* "'"  /@quotes do not double in strings
parse@src/parse/core.c@s/\[TK_STRING\] = NC_STRING/[TK_STRING] = 0/@strings are no names
parse@src/lex/lex.c@s/cls == KW_JOIN || cls == KW_FALLBACK/cls == KW_JOIN/@OVER before a keyword that may be a name is a name
parse@src/parse/expr.c@s/Node \*low = operand(p, L_AND + 1)/Node *low = operand(p, L_OR)/@BETWEEN loses its AND
parse@src/parse/core.c@s/n->kid\[i\]->parent = n;/n->kid[i]->parent = i ? n : NULL;/@parents are lost
parse@src/parse/select.c@s/n->end = n->kid\[COMPOUND_R\]->end;.*//@a compound takes in its ORDER BY
parse@src/parse/expr.c@s/parse_enter(p);\|parse_leave(p);//@nesting is not bounded
parens@src/parse/expr.c@s/\[TK_CONCAT\] = L_CONCAT/[TK_CONCAT] = L_ADD/@|| binds like +
parens@src/parse/expr.c@s/operand(p, level + 1)/operand(p, level)/@operators associate to the right
parens@src/parse/expr.c@s/return prefix(p, L_NOT + 1)/return prefix(p, L_PREFIX)/@NOT binds like minus
parens@src/parse/expr.c@s/n->kid\[BETWEEN_HI\] = operand(p, L_EQUAL + 1)/n->kid[BETWEEN_HI] = operand(p, L_EQUAL)/@BETWEEN takes = into its bound
TABLE
}

build() { # FILE OBJECT: one source, through re2c when it is one of its
    case $1 in
    *.re) "$RE2C" -b -W -o "$2.c" "$1" && $CC $flags -c "$2.c" -o "$2" ;;
    *) $CC $flags -c "$1" -o "$2" ;;
    esac
}

object() { # FILE: where its object goes
    echo "$dir/$(echo "$1" | tr '/.' '__').o"
}

cd "$root"
sources="grammar/sql.re $(echo src/base/*.c src/lex/*.c src/ast/*.c src/parse/*.c)"
laws="$(echo tests/laws/gen.c tests/laws/law.c tests/laws/tree.c tests/laws/parens.c tests/laws/newer.c)"
for f in $sources $laws tests/laws/law_lex.c tests/laws/law_parse.c tests/laws/law_parens.c; do
    build "$f" "$(object "$f")"
done

missed=0
mutants > "$dir/table"
while IFS='@' read -r law file change what; do
    mkdir -p "$dir/m/$(dirname "$file")"
    sed "$change" "$file" > "$dir/m/$file"
    if cmp -s "$file" "$dir/m/$file"; then
        echo "STALE   $law: $what: the sed command changes nothing in $file"
        missed=1
        continue
    fi
    build "$dir/m/$file" "$dir/mutant.o"
    objects=
    for f in $sources $laws "tests/laws/law_$law.c"; do
        [ "$f" = "$file" ] && objects="$objects $dir/mutant.o" || objects="$objects $(object "$f")"
    done
    $CC $objects -lsqlite3 -o "$dir/law"
    status=0
    sh -c '"$1"' sh "$dir/law" > "$dir/out" 2>&1 || status=$? # a shell of its own says how it died
    if [ $status -eq 1 ] || [ $status -gt 128 ]; then
        echo "caught  $law: $what"
    else
        echo "MISSED  $law: $what (status $status)"
        missed=1
    fi
done < "$dir/table"
exit $missed
