"""The native part of a package: libslipway.so, its companion programs and the libraries they need, under names of their own (patchelf), so
that a protobuf or Abseil of the host is never taken for ours, nor ours for the host's. For build-wheel and build-nupkg.

What every Linux has stays outside: glibc, libstdc++, libgcc_s. Needs patchelf and binutils.
"""
import hashlib
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
OUTSIDE = re.compile(r"^(linux-vdso|ld-linux.*|lib(c|m|dl|rt|pthread|stdc\+\+|gcc_s))\.so(\.|$)")
# The newest GLIBCXX version of the systems of a glibc: RHEL 9 (gcc 11), Ubuntu 22.04 and Debian 12 (gcc 12), Fedora 38, 39 (13).
LIBSTDCXX_OF = [((3, 4, 25), (2, 28)), ((3, 4, 28), (2, 31)), ((3, 4, 29), (2, 34)), ((3, 4, 30), (2, 35)), ((3, 4, 32), (2, 38))]


def run(*command):
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout


def needed(binary):
    """What `binary` asks the loader for, and where the loader finds it."""
    names = re.findall(r"\(NEEDED\).*\[(.+?)\]", run("readelf", "-d", binary))
    places = dict(re.findall(r"^\s*(\S+) => (\S+)", run("ldd", binary), re.MULTILINE))
    return {name: pathlib.Path(places[name]) for name in names if not OUTSIDE.match(name)}


def closure(binaries):
    found, todo = {}, list(binaries)
    while todo:
        for name, path in needed(todo.pop()).items():
            if name not in found:
                found[name] = path
                todo.append(path)
    return found


def private_name(name, path):
    """libre2.so.9 -> libre2-slipway-1a2b3c4d.so.9"""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    stem, _, version = name.partition(".so")
    return f"{stem}-slipway-{digest}.so{version}"


def versions_of(binaries, prefix):
    return [tuple(map(int, version.split("."))) for binary in binaries
            for version in re.findall(r"\b" + prefix + r"_(\d+(?:\.\d+)+)", run("readelf", "-V", "-W", binary))]


def glibc_of(binaries):
    """The glibc whose systems have all that the binaries want: of itself, and of the libstdc++ that comes with such systems."""
    glibc = max(version[:2] for version in versions_of(binaries, "GLIBC"))
    libstdcxx = max(versions_of(binaries, "GLIBCXX"))
    for newest, system in LIBSTDCXX_OF:
        if libstdcxx <= newest:
            return max(glibc, system)
    sys.exit(f"bundle: no system is known whose libstdc++ has GLIBCXX_{'.'.join(map(str, libstdcxx))}; add it to LIBSTDCXX_OF")


def collect(build, folder):
    """Puts library, programs and private libraries into `folder`, one depending on the other by the new names."""
    folder.mkdir(parents=True)
    library = (build / "lib" / "libslipway.so").resolve()
    soname = re.search(r"\(SONAME\).*\[(.+?)\]", run("readelf", "-d", library)).group(1)
    # The runner starts the other one, which it looks for beside itself.
    programs = [build / "bin" / name for name in ("slipway-runner", "slipway-server-task")]
    private = closure([library, *programs])
    renamed = {name: private_name(name, path.resolve()) for name, path in private.items()}
    files = []
    sources = [(library, soname)] + [(program, program.name) for program in programs]
    for source, name in sources + [(path.resolve(), renamed[n]) for n, path in private.items()]:
        target = folder / name
        shutil.copyfile(source, target)
        target.chmod(0o755)
        files.append(target)
    for target in files:
        run("strip", "--strip-unneeded", target)
        # One run of patchelf for each thing: 0.14 mixes up the strings of one run.
        for old in needed(target):
            run("patchelf", "--replace-needed", old, renamed[old], target)
        if target.name in renamed.values():
            run("patchelf", "--set-soname", target.name, target)
        run("patchelf", "--force-rpath", "--set-rpath", "$ORIGIN", target)
    for target in files:
        dynamic = run("readelf", "-d", target)
        wants = set(re.findall(r"\(NEEDED\).*\[(.+?)\]", dynamic))
        outside = {name for name in wants if not OUTSIDE.match(name)} - set(renamed.values())
        if outside or "Library rpath: [$ORIGIN]" not in dynamic:
            sys.exit(f"bundle: {target.name} still looks outside the package, for {sorted(outside)}")
    return files, private


def collect_scripts(folder):
    """Puts beside the runner what it starts for a Windows target; these are sources for the machine's own Python and for PowerShell."""
    scripts = []
    for path in sorted((ROOT / "lib" / "adapters" / "windows").glob("slipway_windows_*")):
        scripts.append(folder / path.name)
        shutil.copyfile(path, scripts[-1])
        scripts[-1].chmod(0o755)
    return scripts


def licenses(private):
    """Debian's copyright files of the packages that the private libraries are from."""
    for path in sorted(set(private.values())):
        for place in (path, path.resolve()):
            owner = subprocess.run(["dpkg", "-S", str(place)], capture_output=True, text=True)
            if owner.returncode == 0:
                package = owner.stdout.split(":")[0]
                copyright_file = pathlib.Path("/usr/share/doc") / package / "copyright"
                if copyright_file.exists():
                    yield package, copyright_file.read_bytes()
                break


def need_tools():
    for tool in ("patchelf", "readelf", "strip"):
        if shutil.which(tool) is None:
            sys.exit(f"{sys.argv[0]}: {tool} is missing; apt-get install patchelf binutils")


def build(folder):
    """What the package is made of, in a build folder of the preset `release`."""
    subprocess.run(["cmake", "--preset", "release"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", str(folder), "--target", "slipway", "slipway-runner", "slipway-server-task"], check=True)


def version():
    return re.search(r"project\(slipway VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text()).group(1)
